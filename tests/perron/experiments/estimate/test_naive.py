"""The naive comparisons: what they give, and why they are not the effect."""

import tomllib

import numpy as np
import pytest

from perron.errors import BadValueError, ParameterError
from perron.experiments.estimate.bayes import per_conversation, priors_toml, update
from perron.experiments.estimate.difference import difference_in_means
from perron.experiments.estimate.naive import naive
from perron.experiments.estimate.sample import Sample
from perron.targeting.priors import load_priors


def campaign(rng, effect=0.0):
    """Visited bureaux voted more already; turnout fell everywhere; what the draw measured."""
    n = 400
    leaning = rng.normal(0, 0.05, n)
    before = 0.6 + leaning + rng.normal(0, 0.01, n)
    assigned = np.tile([1, 1, 1, 0], n // 4)
    visited = (assigned == 1) & (leaning + rng.normal(0, 0.03, n) > 0)
    after = 0.55 + leaning + rng.normal(0, 0.01, n) + effect * visited
    return before, assigned, visited, after


def test_the_gap_is_what_its_parts_add_up_to():
    rng = np.random.default_rng(1)
    before, assigned, visited, after = campaign(rng)
    truth = difference_in_means(Sample(after, assigned))
    found = naive(after, visited, before=before, effect=truth)
    assert [f.kind for f in found] == ["visited_against_not", "before_after", "difference_in_differences"]
    for one in found:
        assert one.gap == pytest.approx(one.estimate.estimate - truth.estimate, abs=1e-12)
        assert sum(value for _, value in one.parts) == pytest.approx(one.gap, abs=1e-12)
    assert found[0].estimate.low > 0.03
    assert found[0].parts[0][1] == pytest.approx(found[0].gap, abs=0.02)
    assert "before any visit" in found[0].words.en
    assert found[1].estimate.high < -0.03
    assert "nobody went" in found[1].words.en
    assert abs(found[2].estimate.estimate) < 0.01


def test_means_are_those_one_would_take_by_hand():
    rng = np.random.default_rng(2)
    before, _, visited, after = campaign(rng, effect=0.02)
    w = rng.integers(200, 1500, len(after))
    found = {f.kind: f.estimate for f in naive(after, visited, before=before, weights=w)}

    def mean(values, rows):
        return np.average(values[rows], weights=w[rows])

    change = after - before
    across = mean(after, visited) - mean(after, ~visited)
    assert found["visited_against_not"].estimate == pytest.approx(across, abs=1e-12)
    assert found["before_after"].estimate == pytest.approx(mean(change, visited), abs=1e-12)
    both = mean(change, visited) - mean(change, ~visited)
    assert found["difference_in_differences"].estimate == pytest.approx(both, abs=1e-12)
    assert found["before_after"].n == visited.sum()


def test_without_the_past_the_gap_is_laid_to_who_was_visited():
    rng = np.random.default_rng(3)
    _, assigned, visited, after = campaign(rng)
    (found,) = naive(after, visited, effect=difference_in_means(Sample(after, assigned)))
    assert found.parts[0][1] == found.gap
    (alone,) = naive(after, visited)
    assert alone.parts == ()
    assert alone.to_dict()["gap"] is None


def test_all_visited_leave_nothing_to_compare():
    assert naive(np.arange(5.0), np.ones(5)) == ()
    with pytest.raises(BadValueError, match="nothing can be compared"):
        naive(np.arange(5.0), np.ones(4))
    with pytest.raises(BadValueError, match="before"):
        naive(np.arange(4.0), [1, 1, 0, 0], before=[1, np.nan, 0, 0])


def test_a_sharp_measure_replaces_a_vague_prior_and_the_reverse():
    assert update(0.0, 1.0, 0.3, 0.001).mean == pytest.approx(0.3, abs=1e-5)
    assert update(0.1, 0.0, 0.3, 0.01).mean == 0.1
    assert update(0.1, 0.02, 0.3, float("inf")).sd == 0.02
    far = update(0.02, 0.01, -0.05, 0.01)
    assert "disagree" in far.words.en
    with pytest.raises(ParameterError):
        update(0.1, -1.0, 0.3, 0.1)


def test_an_effect_is_brought_back_to_one_conversation():
    effect, error = per_conversation(0.01, 0.004, 0.2, 0.01)
    assert effect == pytest.approx(0.05)
    assert error == pytest.approx(np.hypot(0.02, 0.05 * 0.05), abs=1e-12)
    assert per_conversation(0.01, 0.004, 0.0)[1] == float("inf")


def test_the_next_plan_reads_the_new_priors(tmp_path):
    new = update(0.02, 0.02, 0.05, 0.01)
    text = priors_toml({"mobilisation_effect": new}, source="Essai « portes » n° 3")
    assert tomllib.loads(text)["mobilisation_effect"]["source"] == "Essai « portes » n° 3"
    path = tmp_path / "priors.toml"
    path.write_text(text, encoding="utf-8")
    assert load_priors(path).mobilisation_effect.mean == pytest.approx(new.mean, abs=1e-7)
    assert load_priors(path).mobilisation_effect.sd == pytest.approx(new.sd, abs=1e-7)
