"""A sealed draw in a plan: bureaux, buildings or streets left alone, from the seal itself."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from perron.errors import BadInputError
from perron.experiments.design import Arm, Design, seal
from perron.geo.placing import place_addresses
from perron.plan import make_plan
from perron.plan.sealed import left_alone_by

HALVES = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
AT = datetime(2026, 1, 15, tzinfo=UTC)


def sealed(unit, names, arms=HALVES):
    design = Design("complete", unit, arms)
    return seal(design, pl.DataFrame({"unit": names}), 4, name="x", by="y", at=AT)


def test_bureaux_of_arms_without_visit_are_left_alone(second, plan):
    arms = (Arm("control", 0.3), Arm("letter", 0.3, ("letter",)), Arm("visit", 0.4, ("visit",)))
    draw = sealed("bureau", plan.scores.get_column("bureau"), arms)
    alone = left_alone_by(draw, second["areas"], second["addresses"])
    assert alone.spared is None
    made = make_plan(**second, drawn=alone.drawn, draw=draw.hash)
    kept = draw.assignment.filter(pl.col("arm") == "visit").get_column("unit")
    assert set(made.turfs.get_column("bureau")) <= set(kept)
    assert made.allocation.filter("held_out").height == draw.arms["control"] + draw.arms["letter"]
    assert made.parameters["draw"] == draw.hash


@pytest.mark.parametrize(("unit", "part"), [("building", "address"), ("street", "street")])
def test_addresses_are_spared_by_building_or_by_street(second, unit, part):
    placed = place_addresses(second["addresses"], second["areas"]).addresses.drop_nulls("bureau")
    names = placed.select(pl.concat_str("bureau", part, separator="/")).to_series().unique()
    draw = sealed(unit, names)
    alone = left_alone_by(draw, second["areas"], second["addresses"])
    assert alone.drawn is None
    control = set(draw.assignment.filter(pl.col("arm") == "control").get_column("unit"))
    named = placed.select("bureau", "address", unit=pl.concat_str("bureau", part, separator="/"))
    expected = named.filter(pl.col("unit").is_in(list(control))).select("bureau", "address")
    assert alone.spared.equals(expected)


def test_draws_that_a_plan_cannot_obey(second, plan):
    codes = plan.scores.get_column("bureau")
    good = sealed("bureau", codes)
    touched = replace(good, assignment_csv=good.assignment_csv.replace(b",visit,", b",control,", 1))
    for draw, places in (
        (touched, second["addresses"]),
        (sealed("bureau", ["x1", "x2"]), second["addresses"]),
        (sealed("outing", codes), second["addresses"]),
        (sealed("building", codes), None),
    ):
        with pytest.raises(BadInputError):
            left_alone_by(draw, second["areas"], places)
