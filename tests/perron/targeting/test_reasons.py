"""Effects add up exactly, and read well."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.targeting import reason_words
from perron.targeting.reasons import log_mean_effects

positive = st.floats(1e-6, 10.0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=5))
def test_effects_add_up_to_the_gap(pairs):
    values = np.array([[a] for a, _ in pairs])
    average = np.array([b for _, b in pairs])
    effects = log_mean_effects(values, average)
    gap = values.prod(axis=0) - average.prod()
    assert np.allclose(effects.sum(axis=0), gap, rtol=1e-9, atol=1e-12)


def test_two_factors_by_hand():
    # y = 6, y0 = 2: L = 4 / ln 3; factor 2 / 1 and 3 / 2.
    effects = log_mean_effects(np.array([[2.0], [3.0]]), np.array([1.0, 2.0]))
    mean = 4 / np.log(3)
    assert np.allclose(effects[:, 0], [mean * np.log(2), mean * np.log(1.5)])


def test_a_factor_at_zero_takes_the_whole_gap():
    effects = log_mean_effects(np.array([[0.0], [3.0]]), np.array([1.0, 3.0]))
    assert np.isclose(effects.sum(), -3)
    assert np.isclose(effects[0, 0], -3)


def test_words_in_french_and_english():
    row = {
        "score": "mobilisation",
        "factor": "intermittent",
        "value": 0.34,
        "average": 0.27,
        "effect": 0.08,
    }
    assert reason_words(row) == (
        "Beaucoup d’intermittents\u00a0: 34\u202f% des inscrits contre 27\u202f% en moyenne "
        "(+0,08 voix par heure)"
    )
    assert reason_words(row, "en") == (
        "Many intermittent voters: 34% of the registered against 27% on average (+0.08 votes per hour)"
    )
    low = {**row, "factor": "support", "value": 0.2, "effect": -0.004}
    assert reason_words(low).endswith("(\u22120,004 voix par heure)")
    assert reason_words({**row, "score": "registration", "factor": "unregistered"}).endswith(
        "inscriptions par heure)"
    )


def test_a_close_vote_is_told_by_our_share():
    row = {"score": "persuasion", "factor": "balance", "value": 0.46, "average": 0.28, "effect": 0.02}
    assert reason_words(row) == (
        "Un vote plus disputé qu’ailleurs\u00a0: 46\u202f% des exprimés pour notre camp contre "
        "28\u202f% en moyenne, l’équilibre étant à 50\u202f% (+0,02 voix par heure)"
    )
    assert reason_words({**row, "value": 0.85, "effect": -0.02}, "en") == (
        "A less close vote than elsewhere: 85% of valid votes for us against 28% on average, "
        "an even split being 50% (\u22120.02 votes per hour)"
    )


def test_balance_is_shown_by_support(paris_scores):
    rows = paris_scores.reasons.filter(pl.col("factor") == "balance")
    both = rows.join(paris_scores.scores.select("bureau", "support"), on="bureau")
    assert both.height == rows.height > 0
    assert np.allclose(both["value"], both["support"])


def test_every_reason_of_the_sample_reads(paris_scores):
    for row in paris_scores.reasons.sample(200, seed=1).iter_rows(named=True):
        for lang in ("fr", "en"):
            said = reason_words(row, lang)
            assert "_" not in said
            assert "nan" not in said.split()


def test_reasons_of_the_sample_add_up_to_the_gap(paris_scores):
    for score in ("mobilisation", "persuasion"):
        gaps = (
            paris_scores.reasons.filter(pl.col("score") == score)
            .group_by("bureau")
            .agg(pl.col("effect").sum())
            .join(paris_scores.scores.select("bureau", score), on="bureau")
        )
        average = gaps.get_column(score) - gaps.get_column("effect")
        assert average.max() - average.min() < 1e-12
