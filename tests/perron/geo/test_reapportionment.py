"""Results carried to other bureaux: totals exact, counts consistent, nothing silently lost."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import InconsistentCountsError, NoMatchError
from perron.geo.reapportionment import carry_counts, carry_means, carry_results, overlap_weights
from perron.samples import load_paris
from perron.tables import GENERAL, VOTES, Results

SUMS = ["registered", "voters", "blank", "invalid", "valid"]


def _weights(*rows, basis="electors"):
    return pl.DataFrame(
        [(*row, basis) for row in rows],
        schema={"source": pl.String, "target": pl.String, "weight": pl.Float64, "basis": pl.String},
        orient="row",
    )


def _results(*bureaux, election="2014-europeennes"):
    general = [
        (election, b, "75056", "Paris", None, registered, voters, blank, invalid, valid)
        for b, registered, voters, blank, invalid, valid, _ in bureaux
    ]
    votes = [(election, b[0], f"L{i}", i, f"N{i}", v) for b in bureaux for i, v in enumerate(b[-1])]
    return Results(
        pl.DataFrame(general, schema=GENERAL.schema(), orient="row"),
        pl.DataFrame(votes, schema=VOTES.schema(), orient="row"),
    ).check()


@st.composite
def _bureau(draw, code):
    votes = draw(st.lists(st.integers(0, 300), min_size=3, max_size=3))
    unlisted, blank, invalid, other, absent = (draw(st.integers(0, 100)) for _ in range(5))
    valid = sum(votes) + unlisted
    voters = valid + blank + invalid + other
    return code, voters + absent, voters, blank, invalid, valid, votes


@st.composite
def _case(draw):
    codes = [f"75056_{i:04d}" for i in range(draw(st.integers(1, 5)))]
    rows = []
    for code in codes:
        parts = draw(st.lists(st.floats(0.01, 1), min_size=1, max_size=4))
        targets = draw(st.permutations(range(6)))
        rows += [(code, f"75056_1{t:03d}", p / sum(parts)) for t, p in zip(targets, parts, strict=False)]
    return _results(*(draw(_bureau(code)) for code in codes)), _weights(*rows)


@given(_case())
@settings(max_examples=80, deadline=None)
def test_totals_are_kept_and_counts_stay_consistent(case):
    results, weights = case
    carried = carry_results(results, weights)
    carried.results.check()  # votes ≤ valid ≤ voters ≤ registered
    assert carried.results.general.select(SUMS).sum().row(0) == results.general.select(SUMS).sum().row(0)
    by = ["election", "choice", "number", "nuance"]
    before, after = (
        r.votes.group_by(by).agg(pl.col("votes").sum()).sort(by) for r in (results, carried.results)
    )
    assert after.equals(before)
    general = carried.results.general
    assert (general["voters"] >= general["valid"] + general["blank"] + general["invalid"]).all()


@given(_case())
@settings(max_examples=40, deadline=None)
def test_registered_stay_close_to_their_exact_share(case):
    results, weights = case
    exact = (
        results.general.join(weights, left_on="bureau", right_on="source")
        .group_by(bureau="target")
        .agg(exact=(pl.col("registered") * pl.col("weight")).sum(), sources=pl.len())
    )
    both = carry_results(results, weights).results.general.join(exact, on="bureau")
    assert ((both["registered"] - both["exact"]).abs() < 2 * both["sources"]).all()


@given(_case())
@settings(max_examples=40, deadline=None)
def test_report_adds_up(case):
    results, weights = case
    report = carry_results(results, weights).report
    row = report.elections.row(0, named=True)
    assert row["registered"] == row["moved_whole"] + row["estimated"] + row["not_carried"]
    assert row["bureaux_whole"] + row["bureaux_split"] == results.general.height
    assert report.targets["registered"].sum() == row["registered"]
    assert report.targets["estimated"].is_between(0, 1).all()
    assert report.bases["estimated"].sum() == row["estimated"]


def test_identity_changes_nothing():
    results = _results(("75056_0001", 100, 60, 2, 1, 55, [30, 20]), ("75056_0002", 90, 50, 0, 0, 50, [0, 50]))
    carried = carry_results(results, _weights(("75056_0001",) * 2 + (1.0,), ("75056_0002",) * 2 + (1.0,)))
    assert carried.results.general.equals(results.general)
    assert carried.results.votes.equals(results.votes)
    assert carried.report.elections["estimated"].to_list() == [0]


def test_bureau_without_weights_is_reported_and_totals_close():
    results = _results(
        ("75056_0001", 100, 60, 2, 1, 55, [30, 20]), ("75056_JUS1", 40, 30, 0, 0, 30, [10, 20])
    )
    carried = carry_results(results, _weights(("75056_0001", "75056_0005", 1.0)))
    assert carried.report.not_carried.rows() == [("2014-europeennes", "75056_JUS1", 40, 30, 30)]
    before = results.general["registered"].sum()
    assert (
        carried.results.general["registered"].sum() + carried.report.not_carried["registered"].sum() == before
    )
    assert "75056_JUS1" in carried.report.notes()[1].en
    assert "JUS1" in carried.report.notes()[1].text("fr")


def test_split_bureaux_count_as_estimated():
    results = _results(
        ("75056_0001", 100, 60, 2, 1, 55, [30, 20]), ("75056_0002", 100, 50, 0, 0, 50, [0, 50])
    )
    weights = _weights(("75056_0001", "75056_0005", 0.5), ("75056_0001", "75056_0006", 0.5))
    moved = pl.concat([weights, _weights(("75056_0002", "75056_0005", 1.0), basis="area")])
    report = carry_results(results, moved).report
    assert report.targets.select("bureau", "registered", "estimated", "sources", "basis").rows() == [
        ("75056_0005", 150, pytest.approx(1 / 3), 2, "area"),
        ("75056_0006", 50, 1.0, 1, "electors"),
    ]
    assert report.elections.row(0)[1:] == (200, 100, 100, 0, 1, 1, 0)


def test_what_was_not_counted_stays_unknown():
    results = _results(("75056_0001", 100, 60, None, None, 55, [30, 20]))
    general = carry_results(results, _weights(("75056_0001", "75056_0005", 1.0))).results.general
    assert general.select("blank", "invalid").row(0) == (None, None)
    assert general.select("registered", "voters", "valid").row(0) == (100, 60, 55)


def test_several_elections_at_once():
    one = _results(("75056_0001", 101, 60, 2, 1, 55, [30, 20]))
    two = _results(("75056_0001", 99, 60, 2, 1, 55, [30, 20]), election="2019-europeennes")
    both = Results(pl.concat([one.general, two.general]), pl.concat([one.votes, two.votes]))
    weights = _weights(("75056_0001", "75056_0005", 0.5), ("75056_0001", "75056_0006", 0.5))
    carried = carry_results(both, weights).results.general
    assert carried.group_by("election").agg(pl.col("registered").sum()).sort("election").rows() == [
        ("2014-europeennes", 101),
        ("2019-europeennes", 99),
    ]


def test_nothing_in_common_is_an_error():
    with pytest.raises(NoMatchError, match="old boundary set"):
        carry_results(
            _results(("75056_0001", 9, 9, 0, 0, 9, [9])), _weights(("13055_0001", "13055_0002", 1.0))
        )


def test_impossible_counts_are_an_error():
    results = _results(("75056_0001", 100, 60, 2, 1, 55, [30, 20]))
    wrong = Results(results.general.with_columns(blank=pl.lit(40, pl.Int32)), results.votes)
    with pytest.raises(InconsistentCountsError, match="exceed the whole"):
        carry_results(wrong, _weights(("75056_0001", "75056_0005", 1.0)))


WEIGHTS = _weights(("A", "X", 0.25), ("A", "Y", 0.75), ("B", "Y", 1.0), ("C", "Z", 1.0))


def test_counts_are_carried_by_weight():
    frame = pl.DataFrame({"area": ["A", "B", "C"], "people": [100.0, 10.0, None]})
    assert carry_counts(frame, WEIGHTS, ["people"]).rows() == [("X", 25.0), ("Y", 85.0), ("Z", None)]


def test_means_are_weighted_by_people_and_skip_the_unknown():
    frame = pl.DataFrame(
        {
            "area": ["A", "B", "C"],
            "income": [10.0, 20.0, None],
            "other": [None, 5.0, 1.0],
            "people": [100, 25, 3],
        }
    )
    assert carry_means(frame, WEIGHTS, ["income", "other"], "people").rows() == [
        ("X", 10.0, None),
        ("Y", pytest.approx((10 * 75 + 20 * 25) / 100), 5.0),
        ("Z", None, 1.0),
    ]


def test_figures_with_nothing_in_common_are_an_error():
    with pytest.raises(NoMatchError):
        carry_counts(pl.DataFrame({"area": ["Q"], "n": [1.0]}), WEIGHTS, ["n"])


def test_paris_from_2012_to_2017_beats_area_and_code():
    sample = load_paris()
    before = sample.results_2012
    actual = sample.results_2017.general.filter(pl.col("election") == "2017-presidentielle-1")

    def error(weights):
        carried = carry_results(before, weights).results.general.select("bureau", carried="registered")
        both = actual.join(carried, on="bureau", how="left").with_columns(pl.col("carried").fill_null(0))
        growth = both["registered"].sum() / both["carried"].sum()
        return (both["registered"] - both["carried"] * growth).abs().mean()

    by_doors = overlap_weights(sample.bureaux_2012, sample.bureaux_2017, sample.addresses)
    by_area = overlap_weights(sample.bureaux_2012, sample.bureaux_2017)
    codes = set(sample.bureaux_2012["bureau"]) & set(sample.bureaux_2017["bureau"])
    by_code = _weights(*((code, code, 1.0) for code in codes))
    assert error(by_doors) < 50
    assert 70 < error(by_area) < 100 < error(by_code)
    carried = carry_results(before, by_doors)
    assert carried.results.votes["votes"].sum() == before.votes["votes"].sum()
    assert carried.report.not_carried.is_empty()


def test_nothing_carried_is_nothing():
    carried = carry_results(_results(), _weights(("75056_0001", "75056_0002", 1.0)))
    assert carried.results.general.is_empty()
    assert carried.report.notes() == ()


def test_sums_are_the_same_to_the_last_bit_however_often_and_on_any_threads():
    rng = np.random.default_rng(3)
    n, m = 3000, 40
    weights = pl.DataFrame(
        {
            "source": [f"s{i}" for i in range(n) for _ in range(2)],
            "target": [f"t{j:02}" for i in range(n) for j in (i % m, (i * 7 + 1) % m)],
            "weight": np.repeat(rng.random(n), 2),
        }
    ).unique(["source", "target"], maintain_order=True)
    frame = pl.DataFrame({"area": [f"s{i}" for i in range(n)], "people": rng.random(n) * 1000})
    expected = dict.fromkeys(sorted(weights["target"].unique()), 0.0)
    people = dict(frame.iter_rows())
    for source, target, weight in weights.sort("source", "target").iter_rows():
        expected[target] += people[source] * weight
    for _ in range(5):
        shuffled = weights.sample(fraction=1.0, shuffle=True, seed=int(rng.integers(1000)))
        assert carry_counts(frame, shuffled, ["people"])["people"].to_list() == list(expected.values())
