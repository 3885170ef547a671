"""The power curve: formula against redraws, a placed effect found as often as promised, clear errors."""

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from perron.errors import BadInputError, BadValueError
from perron.experiments.design import Arm, Design
from perron.experiments.power import Placebo, Reach, icc, icc_of_people, power_curve, verdict
from perron.experiments.power.judging import found, smallest_by_redraws
from perron.experiments.power.placebo import adjust
from perron.experiments.power.shares import SHARES, at_share, drawn_of
from perron.experiments.power.simulate import Chance, found_by_chance
from perron.experiments.power.spread import spread_of
from perron.experiments.power.uneven import uneven_of

REFERENCE = json.loads((Path(__file__).parents[2] / "reference/power/power.json").read_text())


def invented(n=300, seed=1, clusters=0):
    """A territory whose turnout follows its past, with units of unequal size."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0.6, 0.08, n)
    group = np.sort(rng.integers(0, clusters or n, n))
    shared = rng.normal(0, 0.02, max(clusters, n))[group] if clusters else 0.0
    earlier = np.column_stack([level + rng.normal(0, 0.02, n) for _ in range(2)])
    outcome = level - 0.05 + rng.normal(0, 0.03, n) + shared
    electors = rng.uniform(400, 1800, n)
    units = pl.DataFrame(
        {
            "unit": [f"b{i:05d}" for i in range(n)],
            "votes_per_hour": level + rng.normal(0, 0.05, n),
            "commune": [f"c{g}" for g in group],
        }
    )
    return units, Placebo("2019-europeennes", outcome, earlier, electors)


def test_the_estimate_of_one_draw_is_the_regression_of_r():
    r = {k: np.asarray(v, dtype=float) for k, v in REFERENCE.items()}
    past = Placebo("x", r["outcome"], np.column_stack([r["x1"], r["x2"]]), r["weights"])
    adjusted = adjust(past, r["stratum"].astype(np.int64))
    estimate = found_by_chance([adjusted], r["assigned"].astype(np.int8)[None, :])[0].estimates
    assert estimate[0] == pytest.approx(float(r["coefficient"]), rel=1e-6)


def test_intra_cluster_correlations_are_those_of_r():
    values, groups = np.array(REFERENCE["values"]), np.array(REFERENCE["groups"])
    assert icc(values, groups) == pytest.approx(REFERENCE["icc"], rel=1e-9)
    people = np.array(REFERENCE["people"], dtype=float)
    share = np.array(REFERENCE["voted"]) / people
    assert icc_of_people(share, people) == pytest.approx(REFERENCE["icc_of_people"], rel=1e-9)
    assert np.isnan(icc(values, np.zeros(len(values), dtype=int)))
    assert np.isnan(icc_of_people(share[:1], people[:1]))


def test_the_formula_and_the_redraws_agree():
    units, past = invented()
    curve = power_curve(Design.default(0.15), units, {"turnout": [past]}, draws=10)
    assert set(SHARES) == set(curve.table.get_column("share"))
    shares = (0.05, 0.15, 0.3, 0.5)
    curve = power_curve(Design.default(0.15), units, {"turnout": [past]}, shares=shares, draws=4000)
    ratio = curve.table.get_column("effect") / curve.table.get_column("effect_redraws")
    assert ratio.min() > 0.9
    assert ratio.max() < 1.1
    assert curve.table.get_column("effect").to_list() == sorted(curve.table["effect"], reverse=True)


def test_a_placed_effect_is_found_as_often_as_promised():
    design, chances, false = Design.default(0.15), [], []
    for seed in range(12):
        units, past = invented(n=250, seed=seed)
        curve = power_curve(design, units, {"turnout": [past]}, shares=(0.15,), draws=100)
        drawn = drawn_of(design, units, 1, draws=800, seed=1000 + seed)
        by_chance = found_by_chance([adjust(past, drawn.stratum)], drawn.arms)[0]
        chances.append(found(by_chance, curve.at("turnout")["effect"]))
        false.append(found(by_chance, 0.0))
    assert np.mean(chances) == pytest.approx(0.8, abs=0.02)
    assert np.mean(false) == pytest.approx(0.05, abs=0.002)


def test_uneven_visits_are_found_as_often_as_promised():
    """Doses drawn and the exact test made, against what the closed form promises of them."""
    units, past = invented(n=60, seed=4)
    drawn = drawn_of(Design.default(0.2), units, 1, draws=800, seed=5)
    rid = adjust(past, drawn.stratum)
    chance = found_by_chance([rid], drawn.arms)[0]
    rng = np.random.default_rng(6)
    w, z = rid.strata.weights, drawn.arms.astype(float)
    mark = 0.6 * (past.outcome - past.outcome.mean()) / past.outcome.std() + 0.8 * rng.normal(size=z.shape)
    dose = np.clip(0.5 * (1.0 + 0.5 * mark), 0.0, 1.0)
    reach = Reach(dose.mean(), 0.0, 1.0, dose.std() / dose.mean(), 0.6)
    uneven = uneven_of(rid, spread_of(rid).residual, 0.8, reach)
    effect = smallest_by_redraws(chance, power=0.7, uneven=uneven)
    assert effect > 1.05 * smallest_by_redraws(chance, power=0.7)
    assert found(chance, effect, uneven=uneven) == pytest.approx(0.7, abs=0.01)

    def within(values):
        return values - (rid.strata.sums(values * w) / rid.strata.sums(w))[:, rid.strata.codes]

    held = within(past.outcome + effect * dose * z / dose.mean())
    left = held - ((held * w) @ rid.basis) @ rid.basis.T
    arm = within(z)
    own = arm**2 @ w
    again = np.abs((left * w) @ arm.T / own)
    p = (again >= np.diag(again)[:, None]).mean(axis=1)
    assert np.mean(p <= 0.05) == pytest.approx(0.7, abs=0.05)


def test_visits_as_they_go():
    usual = Reach.usual(0.6, 0.25)
    assert usual.coverage == pytest.approx(0.6 * 0.859)
    assert usual.difference == pytest.approx(0.6 * 0.859 * 0.95)
    assert Reach(0.8, uneven=10.0).sway == pytest.approx(0.5)
    assert Reach(0.0).sway == 0
    assert Reach(0.0, uneven=0.5).sway == inf
    units, past = invented(n=100)
    given = {"shares": (0.2,), "draws": 300}
    even = power_curve(Design.default(0.2), units, {"turnout": [past]}, **given).at("turnout")
    gone = power_curve(Design.default(0.2), units, {"turnout": [past]}, reach=usual, **given).at("turnout")
    assert gone["effect"] > even["effect"]
    assert gone["effect_redraws"] > even["effect_redraws"]
    assert gone["visited"] == pytest.approx(gone["effect"] / usual.difference)
    for name, value in (("outside", 1.5), ("astray", -0.1)):
        with pytest.raises(BadInputError, match="outside its range"):
            Reach.usual(0.5, **{name: value})
    with pytest.raises(BadInputError, match="outside its range"):
        Reach(uneven=11.0)


def test_clusters_cost():
    units, past = invented(n=400, clusters=60)
    alone = power_curve(Design.default(0.2), units, {"turnout": [past]}, shares=(0.2,), draws=400)
    arms = (Arm("control", 0.2), Arm("visit", 0.8, ("visit",)))
    together = Design("complete", "bureau", arms, cluster="commune")
    curve = power_curve(together, units, {"turnout": [past]}, shares=(0.2,), draws=1500)
    row = curve.at("turnout")
    assert row["control"] + row["treated"] == units.get_column("commune").n_unique()
    assert row["effect"] > 1.3 * alone.at("turnout")["effect"]
    assert row["effect_redraws"] == pytest.approx(row["effect"], rel=0.15)


def test_several_arms_compare_each_with_the_control():
    units, past = invented(n=500)
    arms = (
        Arm("control", 0.25),
        Arm("letter", 0.5, ("letter",)),
        Arm("visit", 0.25, ("visit",)),
    )
    design = Design("complete", "bureau", arms)
    visit = power_curve(design, units, {"turnout": [past]}, shares=(0.25,), draws=800)
    letter = power_curve(design, units, {"turnout": [past]}, shares=(0.25,), draws=800, arm="letter")
    assert visit.at("turnout")["treated"] == 125
    assert letter.at("turnout")["treated"] == 250
    assert letter.at("turnout")["effect"] < visit.at("turnout")["effect"]
    assert letter.at("turnout")["effect_redraws"] == pytest.approx(letter.at("turnout")["effect"], rel=0.12)
    scaled = at_share(design, 0.4)
    assert scaled.shares == pytest.approx((0.4, 0.4, 0.2))


def test_reach_and_hope_are_told():
    units, past = invented()
    reach = Reach(0.5, 0.0, 0.25)
    hoped = {"turnout": 0.04}
    curve = power_curve(
        Design.default(0.15), units, {"turnout": [past]}, reach=reach, expected=hoped, draws=200
    )
    row = curve.at("turnout")
    assert row["expected"] == pytest.approx(0.005)
    assert row["contacted"] == pytest.approx(8 * row["effect"])
    assert row["found"] < 0.5
    judged = verdict(curve, "turnout")
    assert judged.kind == "small"
    assert "too small" in judged.words[1].en
    assert str(judged.campaigns) in judged.words[2].fr
    large = verdict(
        power_curve(
            curve.design, units, {"turnout": [past]}, reach=reach, expected={"turnout": 0.2}, draws=100
        ),
        "turnout",
    )
    assert large.kind == "learns"
    assert verdict(power_curve(curve.design, units, {"turnout": [past]}, draws=100), "turnout").kind == "open"
    plain = json.loads(json.dumps(curve.to_dict()))
    assert plain["perron"] == "power/1"
    assert len(plain["curve"]) == len(SHARES)


def test_a_commune_of_a_few_bureaux_learns_nothing():
    units, past = invented(n=8)
    curve = power_curve(Design.default(0.125), units, {"turnout": [past]}, expected={"turnout": 0.05})
    assert curve.at("turnout")["effect_redraws"] == inf
    assert verdict(curve, "turnout").kind == "nothing"
    assert "too few units" in verdict(curve, "turnout").words[0].en
    assert curve.to_dict()["curve"][0]["effect_redraws"] is None
    one = power_curve(
        Design.default(0.5),
        units.head(2),
        {
            "turnout": [
                replace(past, outcome=past.outcome[:2], earlier=past.earlier[:2], weights=past.weights[:2])
            ]
        },
    )
    assert verdict(one, "turnout").kind == "nothing"
    assert smallest_by_redraws(Chance(np.empty(0), np.empty(0))) == inf


def test_pairs_have_one_share():
    units, past = invented(n=100)
    arms = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    design = Design("pairs", "bureau", arms, pair_on=("votes_per_hour",))
    curve = power_curve(design, units, {"turnout": [past]}, draws=1000)
    assert curve.table.height == 1
    assert curve.at("turnout")["strata"] == 50
    assert curve.at("turnout")["effect_redraws"] == pytest.approx(curve.at("turnout")["effect"], rel=0.12)


def test_the_spread_shrinks_with_what_is_known():
    units, past = invented()
    drawn = drawn_of(Design.default(0.2), units, 1, draws=10, seed=1)
    spread = spread_of(adjust(past, drawn.stratum))
    assert spread.total > spread.within > spread.residual
    assert 0 < spread.explained < 1
    assert spread.df == 300 - 60 - 2
    holed = replace(past, earlier=np.where(np.arange(300)[:, None] % 7 == 0, np.nan, past.earlier))
    assert spread.residual < spread_of(adjust(holed, drawn.stratum)).residual < spread.within
    nothing = replace(past, earlier=np.full((300, 1), np.nan))
    assert spread_of(adjust(nothing, drawn.stratum)).residual == pytest.approx(spread.within)


def test_wrong_pasts_are_refused():
    units, past = invented(n=40)
    design = Design.default(0.2)
    with pytest.raises(BadValueError, match="past election"):
        power_curve(design, units, {"turnout": []})
    with pytest.raises(BadValueError, match="other units"):
        power_curve(design, units.head(20), {"turnout": [past]})
    with pytest.raises(BadValueError, match="fewer than two"):
        power_curve(design, units, {"turnout": [replace(past, outcome=np.full(40, np.nan))]})
    with pytest.raises(BadInputError):
        power_curve(design, units.drop("votes_per_hour"), {"turnout": [past]})
    with pytest.raises(BadInputError):
        power_curve(design, units, {"turnout": [past]}, level=0.0)
    for wrong in (
        {"weights": np.full(40, -1.0)},
        {"outcome": np.full(40, inf)},
        {"earlier": np.zeros((3, 1))},
    ):
        with pytest.raises(BadValueError, match="cannot be used"):
            replace(past, **wrong)


def test_with_very_many_units_one_share_is_drawn_for_all(monkeypatch):
    units, past = invented(n=600)
    given = {"shares": (0.05, 0.3), "draws": 1500, "reach": Reach.usual(0.5), "expected": {"turnout": 0.02}}
    each = power_curve(Design.default(0.15), units, {"turnout": [past]}, **given).table
    monkeypatch.setattr("perron.experiments.power.curve.VERY_MANY", 600)
    one = power_curve(Design.default(0.15), units, {"turnout": [past]}, **given).table
    for name in ("effect", "effect_redraws", "error", "error_redraws", "control", "treated", "found"):
        assert one[name].to_list() == pytest.approx(each[name].to_list(), rel=0.06), name
    own = {name: one.filter(share=0.15)[name].item() for name in one.columns}
    assert own == {name: each.filter(share=0.15)[name].item() for name in each.columns}
