"""T3: any order, repeats, partial batches, clocks ten years off: no divergence from the model."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from perron_web.features.canvassing.rules import tallies
from perron_web.features.canvassing.services.receiving import receive, rows
from trust.figures import clock, keep
from trust.orders import Orders, World
from trust.sizes import FULL, SIZES


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


@pytest.mark.skipif(FULL, reason="the machine itself is not larger")
@pytest.mark.parametrize("fault", ["believes phones' clocks", "lets the last come win", "drops other bodies"])
def test_the_machine_notices_a_server_that(db, monkeypatch, fault):
    if fault == "believes phones' clocks":
        monkeypatch.setattr(rows, "set_right", lambda _clock, made_at: (made_at, False))
    elif fault == "lets the last come win":
        monkeypatch.setattr(tallies, "standing", lambda found: [row for row in found if row.outcome])
    else:
        monkeypatch.setattr(receive, "_keep_aside", lambda *_: None)
    World.open()
    wanted = settings(max_examples=60, stateful_step_count=24, deadline=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Orders, settings=wanted)
