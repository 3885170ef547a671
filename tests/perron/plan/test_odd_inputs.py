"""Inputs that make no plan are refused by name; odd ones still make a plan."""

import polars as pl
import pytest

from perron.errors import NoMatchError, ParameterError
from perron.plan import make_plan


def test_one_bureau_makes_a_plan_without_reasons(second):
    one = second["areas"].head(1)
    plan = make_plan(**second | {"areas": one, "holdout": 0.0})
    assert plan.scores["bureau"].to_list() == one["bureau"].to_list()
    assert plan.summary["outings"] > 0


def test_former_boundaries_of_an_unknown_election(second):
    with pytest.raises(NoMatchError, match="2014-europeenes"):
        make_plan(**second | {"former": {"2014-europeenes": second["areas"]}})


def test_results_of_elsewhere(second):
    none = second["results"]
    empty = type(none)(none.general.clear(), none.votes.clear())
    with pytest.raises(NoMatchError, match="no result concerns"):
        make_plan(**second | {"results": empty, "former": None})


@pytest.mark.parametrize("how", ["none", "swapped"])
def test_addresses_of_elsewhere(second, how):
    addresses = second["addresses"].with_columns(pl.lit(None, pl.String).alias("bureau"))
    elsewhere = {
        "none": addresses.clear(),
        "swapped": addresses.with_columns(pl.col("lat").alias("lon"), pl.col("lon").alias("lat")),
    }
    with pytest.raises(NoMatchError, match="no address stands"):
        make_plan(**second | {"addresses": elsewhere[how]})


@pytest.mark.parametrize(("hours", "said"), [(1, "less than one outing"), (1e6, "hours are left")])
def test_hours_that_cannot_be_spent_are_told(second, hours, said):
    plan = make_plan(**second | {"hours": hours})
    assert any(said in note.en for note in plan.notes)


@pytest.mark.parametrize(
    ("name", "value"),
    [("hours", float("nan")), ("hours", float("inf")), ("hours", -1), ("seed", -1), ("seed", 2**64)],
)
def test_decisions_are_within_their_range(second, name, value):
    with pytest.raises(ParameterError, match=name):
        make_plan(**second | {name: value})
