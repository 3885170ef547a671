"""The draw: exact shares, equal chances, the same whatever the order of rows, redraws of the same law."""

from math import ceil, floor

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import BadInputError, BadValueError, DuplicateRowError, MissingColumnError, ParameterError
from perron.experiments import hold_out
from perron.experiments.design import Arm, Design, Rerandomise, Saturation, draw, redraws
from perron.experiments.design.law import dealt
from perron.experiments.design.layout import lay_out
from perron.experiments.design.rounding import split, uniforms_needed
from perron.experiments.design.tickets import ticket, tickets

CONTROL_VISIT = (Arm("control", 0.2), Arm("visit", 0.8, ("visit",)))
HALVES = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
FOUR = (
    Arm("control", 0.15),
    Arm("visit", 0.35, ("visit",)),
    Arm("letter", 0.3, ("letter",)),
    Arm("both", 0.2, ("visit", "letter")),
)


def town(n, seed=0):
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "unit": [f"b{i:04}" for i in range(n)],
            "votes_per_hour": rng.normal(size=n),
            "turnout": rng.random(n),
            "commune": [f"c{i % 3}" for i in range(n)],
            "block": [f"k{i // 4}" for i in range(n)],
            "registered": rng.integers(500, 1500, n),
        }
    )


DESIGNS = {
    "complete": Design("complete", "bureau", CONTROL_VISIT),
    "strata": Design("strata", "bureau", CONTROL_VISIT, order_by="votes_per_hour"),
    "communes": Design("strata", "bureau", FOUR, strata=("commune",), order_by="turnout", stratum_size=4),
    "several": Design("complete", "bureau", FOUR),
    "pairs": Design("pairs", "bureau", HALVES, pair_on=("votes_per_hour", "turnout")),
    "clusters": Design("complete", "building", CONTROL_VISIT, cluster="block"),
    "saturation": Design(
        "saturation",
        "building",
        HALVES,
        cluster="block",
        saturations=(Saturation(0.0, 0.25), Saturation(0.5, 0.5), Saturation(1.0, 0.25)),
    ),
}


@pytest.mark.parametrize("kind", DESIGNS)
def test_rows_and_columns_in_any_order_give_the_same_draw(kind):
    units, design = town(60), DESIGNS[kind]
    drawn = draw(design, units, 7)
    assert drawn.columns == ["unit", "stratum", "cluster", "arm", "probability", "saturation"]
    assert drawn.get_column("unit").equals(units.get_column("unit"))
    mixed = units.sample(fraction=1.0, shuffle=True, seed=3).select(reversed(units.columns))
    again = draw(design, mixed.with_columns(more=pl.lit("x")), 7)
    assert again.get_column("unit").equals(mixed.get_column("unit"))
    assert again.sort("unit").equals(drawn.sort("unit"))
    assert not draw(design, units, 8).equals(drawn)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["complete", "strata", "several", "communes", "pairs"]),
    st.integers(20, 90),
    st.integers(0, 2**63 - 1),
)
def test_shares_are_exact_within_one(kind, n, seed):
    design = DESIGNS[kind]
    drawn = draw(design, town(n), seed)
    for arm in design.arms:
        got = drawn.filter(pl.col("arm") == arm.name)
        assert floor(arm.share * n - 1e-9) <= got.height <= ceil(arm.share * n + 1e-9)
        for _, part in drawn.group_by("stratum"):
            assert abs((part.get_column("arm") == arm.name).sum() - arm.share * part.height) < 1 + 1e-9


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=12),
    st.lists(st.floats(0.02, 1), min_size=2, max_size=6),
    st.integers(0, 2**32),
)
def test_rounding_keeps_both_margins(sizes, weights, seed):
    sizes, shares = np.array(sizes), np.array(weights) / sum(weights)
    uniforms = np.random.default_rng(seed).random(uniforms_needed(len(sizes), len(shares)))
    counts = split(sizes, shares, uniforms)
    assert (counts >= 0).all()
    assert (counts.sum(axis=1) == sizes).all()
    assert (np.abs(counts - sizes[:, None] * shares) < 1 + 1e-6).all()
    assert (np.abs(counts.sum(axis=0) - sizes.sum() * shares) < 1 + 1e-6).all()


@pytest.mark.parametrize("kind", DESIGNS)
def test_redraws_have_the_recorded_chances(kind):
    units, design = town(24), DESIGNS[kind]
    draws = 4000
    drawn = redraws(design, units, 5, draws)
    assert drawn.shape == (draws, 24)
    for k, arm in enumerate(design.arms):
        share = (drawn == k).mean(axis=0)
        assert np.abs(share - arm.share).max() < 4.5 * (arm.share * (1 - arm.share) / draws) ** 0.5
    recorded = draw(design, units, 1)
    shares = {arm.name: arm.share for arm in design.arms}
    assert recorded.get_column("probability").to_list() == [shares[a] for a in recorded.get_column("arm")]
    assert (redraws(design, units, 5, 10) == drawn[:10]).all()


@pytest.mark.parametrize("kind", ["strata", "communes", "saturation"])
def test_tickets_give_each_unit_its_chance(kind):
    units, design = town(24), DESIGNS[kind]
    layout = lay_out(design, units)
    many = np.array([dealt(design, layout, seed, 0)[0] for seed in range(1000)])
    for k, arm in enumerate(design.arms):
        share = (many == k).mean(axis=0)
        assert np.abs(share - arm.share).max() < 4.5 * (arm.share * (1 - arm.share) / 1000) ** 0.5


def test_redraws_follow_the_order_of_the_rows():
    units, design = town(40), DESIGNS["communes"]
    drawn = redraws(design, units, 5, 50)
    turned = redraws(design, units.reverse(), 5, 50)
    assert (turned[:, ::-1] == drawn).all()


def test_redraws_keep_strata_and_clusters():
    units = town(40)
    drawn = redraws(DESIGNS["clusters"], units, 1, 200)
    blocks = units.get_column("block").to_numpy()
    for block in set(blocks):
        inside = drawn[:, blocks == block]
        assert (inside == inside[:, :1]).all()
    strata = draw(DESIGNS["strata"], units, 1).get_column("stratum").to_numpy()
    drawn = redraws(DESIGNS["strata"], units, 1, 200)
    for stratum in range(8):
        assert ((drawn[:, strata == stratum] == 0).sum(axis=1) == 1).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 90), st.floats(0.1, 0.5), st.integers(0, 10**9))
def test_the_default_is_the_hold_out_of_plans(n, share, seed):
    design = Design.default(share)
    units = town(n).with_columns(
        votes_per_hour=pl.when(pl.int_range(n) % 9 == 4).then(None).otherwise(pl.col("votes_per_hour"))
    )
    drawn = draw(design, units, seed)
    held = hold_out(units.rename({"unit": "bureau"}), share, seed, design.stratum_size)
    assert (drawn.get_column("arm") == "control").to_list() == held.get_column("held_out").to_list()
    assert drawn.get_column("stratum").equals(held.get_column("stratum"))


def test_the_size_of_strata_lets_each_hold_a_control():
    assert [Design.default(s).stratum_size for s in (0.1, 0.15, 0.2, 0.5)] == [10, 7, 5, 2]
    drawn = draw(Design.default(0.2), town(50), 3)
    controls = drawn.filter(pl.col("arm") == "control").group_by("stratum").len()
    assert controls.get_column("len").to_list() == [1] * 10


def test_a_ticket_is_what_the_page_says():
    from hashlib import sha256

    assert ticket(12, 3, "75056_2001") == int(sha256(b"12/3/75056_2001").hexdigest()[:16], 16)
    assert tickets(12, 3, ["75056_2001"])[0] == ticket(12, 3, "75056_2001")


def test_the_saturation_of_clusters():
    design = DESIGNS["saturation"]
    drawn = draw(design, town(64), 2)
    by = drawn.group_by("cluster").agg(
        pl.col("saturation").unique().first(), (pl.col("arm") == "visit").mean().alias("treated")
    )
    assert (by.get_column("saturation") == by.get_column("treated")).all()
    assert sorted(by.get_column("saturation").to_list()) == [0.0] * 4 + [0.5] * 8 + [1.0] * 4


def test_pairs_are_alike():
    units = town(60)
    drawn = units.join(draw(DESIGNS["pairs"], units, 1), on="unit")
    halves = drawn.group_by("stratum").agg(pl.col("arm").n_unique(), pl.len())
    assert halves.get_column("arm").to_list() == [2] * 30
    apart = drawn.group_by("stratum").agg((pl.col("turnout").max() - pl.col("turnout").min()).alias("gap"))
    assert apart.get_column("gap").mean() < 0.12  # by chance: one third
    odd = draw(DESIGNS["pairs"], town(21), 1).group_by("stratum").len().get_column("len")
    assert sorted(odd.to_list()) == [2] * 9 + [3]


def test_pairs_have_the_smallest_sum_of_distances():
    from itertools import permutations

    from perron.experiments.design.pairs import mahalanobis, matched

    units = town(8, seed=4)
    points = mahalanobis(units.select("turnout", "votes_per_hour").to_numpy())
    far = np.linalg.norm(points[:, None] - points[None], axis=2)
    best = min(sum(far[o[i], o[i + 1]] for i in range(0, 8, 2)) for o in permutations(range(8)) if o[0] == 0)
    pair = matched(units, strata=(), on=("turnout", "votes_per_hour"))
    sides = [np.flatnonzero(pair == p) for p in range(4)]
    assert sum(far[a, b] for a, b in sides) == pytest.approx(best, abs=1e-4)


def test_rerandomised_draws_are_alike_and_their_redraws_too():
    units = town(40)
    plain = DESIGNS["complete"]
    again = plain.with_rerandomise(Rerandomise(("turnout", "votes_per_hour"), 0.1))
    x = units.get_column("turnout").to_numpy()

    def gaps(arms):
        return np.abs(
            ((arms == 0) @ x) / (arms == 0).sum(axis=1) - ((arms == 1) @ x) / (arms == 1).sum(axis=1)
        )

    free, kept = redraws(plain, units, 1, 1000), redraws(again, units, 1, 1000)
    assert gaps(kept).max() < np.quantile(gaps(free), 0.7)
    drawn = draw(again, units, 3)
    one = (drawn.get_column("arm") == "visit").to_numpy().astype(int)[None, :]
    assert gaps(one)[0] <= gaps(kept).max() + 1e-9
    assert (kept[:5] == redraws(again, units, 1, 5)).all()
    counted = drawn.get_column("probability").to_numpy()
    shares = np.where(one[0] == 1, (kept == 1).mean(axis=0), (kept == 0).mean(axis=0))
    assert np.abs(counted - shares).max() < 0.07  # 10,000 draws against 1,000


def test_halves_keep_their_chance_when_drawn_again():
    design = Design("complete", "bureau", HALVES, rerandomise=Rerandomise(("turnout",), 0.2))
    assert set(draw(design, town(30), 1).get_column("probability")) == {0.5}


def bad(design, units, error, words):
    with pytest.raises(error) as caught:
        draw(design, units, 1)
    assert words in caught.value.text("en"), caught.value.text("en")
    assert caught.value.text("fr") != caught.value.text("en")


def test_units_that_cannot_be_drawn():
    units, strata = town(20), DESIGNS["strata"]
    bad(strata, units.drop("votes_per_hour"), MissingColumnError, "votes_per_hour")
    bad(strata, units.with_columns(votes_per_hour=pl.lit("x")), BadValueError, "line 2")
    bad(strata, units.with_columns(votes_per_hour=pl.lit(None)), BadValueError, "nothing to rank")
    bad(strata, pl.concat([units, units.tail(1)]), DuplicateRowError, 'line 22, "unit"')
    bad(strata, units.head(1), BadValueError, "2 to")
    bad(DESIGNS["communes"], units.with_columns(commune=pl.lit(None, pl.String)), BadValueError, "commune")
    bad(DESIGNS["pairs"], units.with_columns(turnout=pl.lit(None, pl.Float64)), BadValueError, "turnout")
    bad(strata, units.with_columns(unit=pl.lit("a\nb")), BadValueError, "one line")
    bad(DESIGNS["strata"], units.head(4), BadValueError, "too few")
    one_each = units.with_columns(
        block=pl.when(pl.int_range(20) < 5).then(pl.lit("a")).otherwise(pl.lit("b"))
    )
    clusters = Design("complete", "building", HALVES, cluster="block")
    bad(clusters, one_each, BadValueError, "one cluster per arm")
    split_block = Design("strata", "building", CONTROL_VISIT, strata=("commune",), cluster="block")
    bad(split_block, units, BadValueError, "two strata")
    flat = Design("complete", "bureau", HALVES, rerandomise=Rerandomise(("turnout",)))
    bad(flat, units.with_columns(turnout=pl.lit(1.0)), ParameterError, "nothing to balance")


def test_seeds_out_of_range():
    for seed in (-1, 2**63, 1.5, True):
        with pytest.raises(ParameterError, match="seed"):
            draw(DESIGNS["complete"], town(20), seed)
    with pytest.raises(ParameterError, match="draws"):
        redraws(DESIGNS["complete"], town(20), 1, 0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Design("complete", "bureau", (Arm("a", 0.5), Arm("b", 0.4))),
        lambda: Design("complete", "bureau", (Arm("a", 0.5), Arm("a", 0.5))),
        lambda: Design("complete", "bureau", (Arm("a", 1.0),)),
        lambda: Design("complete", "country", HALVES),
        lambda: Design("other", "bureau", HALVES),
        lambda: Design("strata", "bureau", HALVES),
        lambda: Design("complete", "bureau", HALVES, strata=("commune",)),
        lambda: Design("pairs", "bureau", CONTROL_VISIT, pair_on=("turnout",)),
        lambda: Design("pairs", "bureau", HALVES),
        lambda: Design("saturation", "building", HALVES, cluster="block"),
        lambda: Design("saturation", "building", HALVES, saturations=(Saturation(0.5, 1.0),)),
        lambda: Design(
            "saturation", "building", CONTROL_VISIT, cluster="b", saturations=(Saturation(0.5, 1.0),)
        ),
        lambda: Design("strata", "bureau", HALVES, order_by="x", stratum_size=1),
        lambda: Arm("a", 0.0),
        lambda: Arm("a", float("nan")),
        lambda: Arm(" ", 0.5),
        lambda: Arm("a", 0.5, ("pigeon",)),
        lambda: Saturation(1.2, 0.5),
        lambda: Rerandomise((), 0.1),
        lambda: Rerandomise(("x",), 1.0),
        lambda: Design.default(0.0),
        lambda: Design.from_dict({"kind": "complete"}),
        lambda: Design.from_dict({**DESIGNS["strata"].to_dict(), "colour": "red"}),
    ],
)
def test_designs_that_are_refused(make):
    with pytest.raises(BadInputError):
        make()


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_design_survives_json(kind):
    import json

    design = DESIGNS[kind].with_rerandomise(Rerandomise(("turnout",), 0.25))
    assert Design.from_dict(json.loads(json.dumps(design.to_dict()))) == design
