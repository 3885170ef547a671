"""Inputs that make no plan are refused by name; odd ones still make a plan."""

import numpy as np
import polars as pl
import pytest

from perron.errors import NoMatchError, ParameterError
from perron.geo.streets import StreetNetwork
from perron.plan import make_plan
from perron.plan.summary import streets_notes

EDGE = (np.array([0], np.int32), np.array([1], np.int32), np.array([900.0]), ("Rue",))


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


def test_streets_of_elsewhere_are_told(second):
    here = StreetNetwork(*(np.array([2.34, 2.35]), np.array([48.867, 48.868])), *EDGE)
    far = StreetNetwork(*(np.array([5.34, 5.35]), np.array([43.3, 43.31])), *EDGE)
    areas, addresses = second["areas"], second["addresses"]
    assert streets_notes(None, areas, addresses) == streets_notes(here, areas, addresses) == ()
    assert "elsewhere" in streets_notes(far, areas, addresses)[0].en
    assert "without addresses" in streets_notes(here, areas, None)[0].en
