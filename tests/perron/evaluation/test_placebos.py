"""Past elections taken for the coming one: what was known before each, and the power really kept in Paris."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.history import history
from perron.evaluation.placebos import placebos_of
from perron.evaluation.resemblance import resemblance
from perron.evaluation.units import index_2012, units_of
from perron.experiments.design import Design
from perron.experiments.estimate import regression
from perron.experiments.estimate.sample import Sample
from perron.experiments.power import power_curve
from perron.experiments.power.shares import drawn_of
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017
from perron.targeting import load_blocs


@pytest.fixture(scope="module")
def past():
    paris = load_paris()
    return history(
        paris.results,
        paris.bureaux_2017,
        blocs=load_blocs(paris.folder / "blocs-gauche.toml"),
        former=dict.fromkeys(BEFORE_2017, paris.bureaux_2012),
        addresses=paris.addresses,
    )


def test_elections_are_adjusted_for_what_came_half_a_year_before(past):
    units = units_of(past)
    found = {p.election: p for p in placebos_of(past, units)}
    assert "2014-europeennes" not in found
    assert found["2017-presidentielle-2"].earlier.shape == (896, 2)  # 2014: turnout and votes
    assert found["2019-europeennes"].earlier.shape == (896, 5 + 4)  # five turnouts, four votes
    first = past.counts("2017-legislatives-2", "turnout")
    there = units.select("unit").join(first, on="unit", how="left", maintain_order="left")
    share = (there["count"] / there["total"]).to_numpy()
    assert np.array_equal(found["2019-europeennes"].earlier[:, 0], share, equal_nan=True)
    near = {p.election: p for p in placebos_of(past, units, lag=0.0)}
    assert near["2017-presidentielle-2"].earlier.shape == (896, 4)


def test_units_are_ranked_by_what_was_known_before(past):
    units = units_of(past)
    found = {p.election: p for p in placebos_of(past, units, "support")}
    before = index_2012(past, ["2014-europeennes"]).get_column("index_2012").to_numpy()
    assert np.array_equal(found["2017-legislatives-1"].rank, before)
    assert not np.array_equal(found["2019-europeennes"].rank, before)
    assert 0 < units.get_column("index_2012").min() < units.get_column("index_2012").max() < 0.5


def test_one_election_stands_unadjusted(past):
    alone = history(load_paris().results_2012)
    units = units_of(alone)
    (only,) = placebos_of(alone, units)
    assert only.earlier.shape == (869, 0)
    assert not only.rank.any()  # the election itself would say too much
    curve = power_curve(Design.default(order_by="index_2012"), units, {"turnout": [only]}, draws=60)
    assert curve.at("turnout")["effect"] > 0.012  # nothing to adjust for
    by_itself = replace(only, rank=units.get_column("index_2012").to_numpy())
    flattered = power_curve(Design.default(order_by="index_2012"), units, {"turnout": [by_itself]}, draws=60)
    assert flattered.at("turnout")["effect"] < 0.001


def test_what_is_refused(past):
    with pytest.raises(NoMatchError, match="1 units"):
        placebos_of(past, pl.DataFrame({"unit": ["75056_0101", "99999_0001"]}))
    with pytest.raises(ParameterError):
        placebos_of(past, units_of(past), lag=-1.0)
    with pytest.raises(ParameterError):
        placebos_of(past, units_of(past), "hope")


def test_the_power_promised_is_kept_by_the_regression_in_paris(past):
    """The formula's effect, placed in the vote of 2017, is found four times in five by the CR2 regression."""
    units = units_of(past)
    (placebo,) = [p for p in placebos_of(past, units) if p.election == "2017-legislatives-1"]
    design = Design.default(0.15, order_by="index_2012")
    effect = power_curve(design, units, {"turnout": [placebo]}, shares=(0.15,), draws=50).at("turnout")[
        "effect"
    ]
    units = units.with_columns(index_2012=placebo.rank)
    drawn = drawn_of(design, units, 1, draws=250, seed=11)
    found, false = 0, 0
    for arms in drawn.arms:
        more = np.random.default_rng(int(arms.sum())).poisson(effect * arms * placebo.weights)
        for extra in (more, 0):
            sample = Sample(
                placebo.outcome + extra / placebo.weights,
                arms.astype(int),
                blocks=drawn.stratum,
                weights=placebo.weights,
                covariates=placebo.earlier,
            )
            hit = regression(sample).p < 0.05
            found, false = (found + hit, false) if extra is more else (found, false + hit)
    assert found / 250 == pytest.approx(0.8, abs=0.06)
    assert false / 250 == pytest.approx(0.05, abs=0.035)


def test_who_resembles_whom(past):
    table = resemblance(past, units_of(past), "support")
    last = table.filter(pl.col("election") == "2019-europeennes")
    assert last.get_column("within").to_list() == ["unit", "territory"]  # one commune only
    bureau, arrondissement = last.to_dicts()
    assert 0.01 < bureau["icc"] < 0.1
    assert 0.5 < arrondissement["icc"] < 0.9
    assert arrondissement["adjusted"] < 0.1
    assert (arrondissement["groups"], arrondissement["size"]) == (20, pytest.approx(44.8))
