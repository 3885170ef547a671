"""Results pooled: against metafor, sealed and unsealed, and what is refused."""

import json
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.errors import (
    BadInputError,
    BadValueError,
    DuplicateRowError,
    MissingColumnError,
    NoMatchError,
    ParameterError,
)
from perron.experiments.design.files import record_hash
from perron.experiments.pooling import pool, pool_sealed, published, read_sealed, seal_results, sealed_from
from perron.experiments.pooling.published import studies_from
from perron.experiments.power import campaigns_needed

REFERENCE = json.loads((Path(__file__).parents[2] / "reference/pooling/pooling.json").read_text())


def evaluation(name="Lyon", draw="a" * 64, effect=0.012, error=0.005, visited=0.03):
    """The least that a pooled evaluation must hold."""
    main = {"method": "lin", "estimate": effect, "error": error, "df": 40.0}
    wald = {"method": "two_stage", "estimate": visited, "error": 0.02, "df": None}
    one = {"arm": "visit", "control": "control", "main": main, "visited": wald if visited else None}
    outcome = {"measure": "turnout", "bloc": "", "election": "2026-municipales-1", "exploratory": False}
    return {
        "perron": "evaluation/1",
        "version": "0.5.0",
        "experiment": {
            "name": name,
            "record": draw,
            "arms": [{"units": 20, "registered": 20_000.0}, {"units": 100, "registered": None}],
        },
        "registration": {"frozen_at": "2026-02-01"},
        "outcomes": [outcome | {"name": "turnout", "comparisons": [one]}],
    }


@pytest.mark.parametrize("method", ["REML", "PM", "DL"])
@pytest.mark.parametrize("test", ["knha", "adhoc", "z"])
@pytest.mark.parametrize("name", list(REFERENCE))
def test_everything_is_what_metafor_says(name, test, method):
    data = REFERENCE[name]
    r = data[f"{method} {test}"]
    found = pool(data["y"], data["s"], method=method, at_least_fixed=test == "adhoc")
    mean = found.normal if test == "z" else found.random
    ours = {n: getattr(mean, n) for n in ("estimate", "error", "low", "high", "p")}
    ours |= {n: getattr(found, n) for n in ("tau2", "i2", "h2", "q", "q_p")}
    if test != "z":
        ours |= {"pi_low": found.prediction_low, "pi_high": found.prediction_high}
    assert ours == pytest.approx({n: r[n] for n in ours}, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("name", list(REFERENCE))
def test_fixed_effect_and_interval_of_tau2_are_what_metafor_says(name):
    data = REFERENCE[name]
    found = pool(data["y"], data["s"])
    assert [getattr(found.fixed, n) for n in data["fixed"]] == pytest.approx(
        list(data["fixed"].values()), rel=1e-9
    )
    assert [found.tau2_low, found.tau2_high] == pytest.approx(data["tau2"], rel=1e-6, abs=1e-12)


@given(
    st.lists(st.tuples(st.floats(-0.1, 0.1), st.floats(0.001, 0.05)), min_size=2, max_size=12),
    st.sampled_from(["REML", "PM", "DL"]),
)
def test_the_mean_is_among_the_results_and_never_surer_than_one_effect(results, method):
    y, s = (np.array(column) for column in zip(*results, strict=True))
    found = pool(y, s, method=method)
    assert y.min() - 1e-12 <= found.random.estimate <= y.max() + 1e-12
    assert sum(found.shares) == pytest.approx(1.0)
    assert found.random.error >= found.fixed.error * (1 - 1e-9)
    assert found.random.low <= found.random.high
    assert 0.0 <= found.i2 < 1.0
    assert found.prediction_low <= found.random.low + 1e-12
    again = pool(y[::-1], s[::-1], method=method)
    assert again.random.estimate == pytest.approx(found.random.estimate, abs=1e-9)


def test_intervals_cover_the_mean_of_true_effects():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        errors = rng.uniform(0.003, 0.012, 8)
        found = pool(0.01 + 0.006 * rng.standard_normal(8) + errors * rng.standard_normal(8), errors)
        inside += found.random.low <= 0.01 <= found.random.high
    assert inside / 400 == pytest.approx(0.95, abs=0.025)


def test_what_cannot_be_pooled():
    with pytest.raises(BadValueError, match="two results"):
        pool([0.1], [0.1])
    with pytest.raises(BadValueError, match="not a number"):
        pool([0.1, 0.2], [0.1, 0.0], ["A", "B"])
    with pytest.raises(BadValueError, match="not a number"):
        pool([0.1, float("nan")], [0.1, 0.1])
    with pytest.raises(ParameterError):
        pool([0.1, 0.2], [0.1, 0.1], method="ML")
    with pytest.raises(ParameterError):
        pool([0.1, 0.2], [0.1, 0.1], level=1.0)


def test_results_are_sealed_and_read_again(tmp_path):
    sealed = seal_results(evaluation(), by="compte 3")
    file = tmp_path / "lyon.json"
    file.write_bytes(sealed.to_json())
    again = read_sealed(file)
    assert again.record == sealed.record
    assert again.name == "Lyon"
    assert [(r.estimand, r.estimate, r.df) for r in again.results] == [
        ("assigned", 0.012, 40.0),
        ("visited", 0.03, None),
    ]
    assert again.record["units"] == 120
    assert again.record["registered"] is None
    assert again.record["announced"] is True
    whole = tmp_path / "evaluation.json"
    whole.write_text(json.dumps(evaluation()))
    assert read_sealed(whole).results == again.results
    assert read_sealed(whole).record["evaluation"] == again.record["evaluation"]


def test_changed_results_are_refused(tmp_path):
    plain = dict(seal_results(evaluation()).record)
    plain["results"] = [dict(plain["results"][0], estimate=0.05)]
    with pytest.raises(BadValueError, match="changed after they were sealed"):
        sealed_from(orjson.dumps(plain), file="lyon.json")
    for broken, error in (
        ({"results": [dict(plain["results"][0], error=0.0)]}, BadValueError),
        ({"results": [dict(plain["results"][0], estimate=1.5)]}, BadValueError),
        ({"results": [dict(plain["results"][0], estimand="hope")]}, BadValueError),
        ({"results": [{"estimate": 1}]}, MissingColumnError),
        ({"results": []}, MissingColumnError),
        ({"draw": ""}, MissingColumnError),
    ):
        forged = plain | broken
        forged["record"] = record_hash(forged)
        with pytest.raises(error):
            sealed_from(orjson.dumps(forged))
    with pytest.raises(BadInputError, match="not JSON"):
        sealed_from(b"{")
    for wrong in (b"[1]", b'{"perron": "draw/1"}'):
        with pytest.raises(BadValueError, match="no result"):
            sealed_from(wrong)
    with pytest.raises(MissingColumnError, match="not whole"):
        sealed_from(b'{"perron": "evaluation/1"}')
    empty = evaluation()
    empty["outcomes"] = []
    with pytest.raises(BadValueError, match="no result"):
        seal_results(empty)


def test_experiments_are_pooled_in_words():
    sealed = [
        seal_results(evaluation(name, draw * 64, effect))
        for name, draw, effect in (("Lyon", "a", 0.03), ("Lille", "b", -0.01), ("Nice", "c", 0.004))
    ]
    found = pool_sealed(sealed)
    assert len(found.used) == 3
    assert "3 experiments" in found.words[0].en
    assert "nor its absence" in found.words[0].en
    assert "not chance" in found.words[1].en
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["pooled"]["perron"] == "pooled/1"
    assert plain["used"][0]["draw"] == "a" * 64
    alike = [seal_results(evaluation(n, n * 64, 0.02, 0.003)) for n in "defgh"]
    assert "the effect is not nil" in pool_sealed(alike).words[0].en
    assert "no more than chance" in pool_sealed(alike).words[1].en
    one_without = [*sealed, seal_results(evaluation("Metz", "d" * 64, visited=None))]
    assert [s.name for s, _ in pool_sealed(one_without, estimand="visited").left_out] == ["Metz"]


def test_a_draw_counts_once_and_an_effect_must_be_there():
    lyon, lille = (seal_results(evaluation(n, d * 64)) for n, d in (("Lyon", "a"), ("Lille", "b")))
    with pytest.raises(DuplicateRowError, match="twice"):
        pool_sealed([lyon, lille, lyon])
    with pytest.raises(NoMatchError, match="fewer than two"):
        pool_sealed([lyon, lille], "support")
    with pytest.raises(NoMatchError):
        pool_sealed([lyon])


def test_every_published_figure_has_its_source():
    studies = published()
    assert len({s.key for s in studies}) == len(studies) >= 15
    assert all(s.source and 1990 < s.year < 2027 for s in studies)
    assert {s.outcome for s in published("support")} == {"support", "support_valid"}
    first = published("support_valid")[0]
    assert (first.effect, first.error) == (0.44, 0.18)
    good = {k: v for k, v in first.to_dict().items() if k != "note"}
    for wrong in (
        {"source": " "},
        {"outcome": "hope"},
        {"error": -1.0},
        {"country": "ZZ"},
        {"low": 1.0},
        {"effect": None, "error": None},
        {"colour": 1},
    ):
        with pytest.raises(BadValueError, match="not whole"):
            studies_from({"study": [good | wrong]})
    with pytest.raises(BadValueError):
        studies_from({"study": [good, good]})


def test_as_many_campaigns_as_said_find_the_effect_together():
    rng = np.random.default_rng(5)
    for error, effect, between in ((0.0044, 0.005, 0.0), (0.002, 0.005, 0.005)):
        count = campaigns_needed(error, effect, between=between)
        drawn = (
            effect + between * rng.standard_normal((400, count)) + error * rng.standard_normal((400, count))
        )
        found = [pool(y, [error] * count).random.low > 0 for y in drawn]
        assert np.mean(found) == pytest.approx(0.8, abs=0.06)
