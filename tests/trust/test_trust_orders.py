"""T3: any order, repeats, partial batches, clocks ten years off: no divergence from the model."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from trust.figures import clock, keep
from trust.orders import Orders, World
from trust.sizes import SIZES


@pytest.mark.django_db(transaction=False)
def test_five_phones_in_any_order(db):
    World.open()
    began = clock()
    wanted = settings(max_examples=SIZES.orders, stateful_step_count=24, deadline=None)
    run_state_machine_as_test(Orders, settings=wanted)
    keep(
        "T3 any order, any clock",
        sequences=World.sequences,
        exchanges=World.exchanges,
        statuses=dict(World.said),
        divergences=0,
        seconds=round(clock() - began, 1),
    )
