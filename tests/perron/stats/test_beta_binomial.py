"""The beta-binomial fit against scipy's law and a brute-force maximum."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from perron.stats.beta_binomial import BetaPrior, fit_beta_binomial, posterior_interval


def drawn(n=400, mean=0.3, strength=60.0, seed=3):
    rng = np.random.default_rng(seed)
    trials = rng.integers(50, 1500, n).astype(float)
    p = rng.beta(mean * strength, (1 - mean) * strength, n)
    return rng.binomial(trials.astype(int), p).astype(float), trials


def test_the_fit_is_the_maximum_of_scipys_likelihood():
    s, t = drawn()

    def loss(x):
        m, a = 1 / (1 + np.exp(-x[0])), np.exp(x[1])
        return -stats.betabinom.logpmf(s, t, m * a, (1 - m) * a).sum()

    best = minimize(loss, [-0.5, 3.0], method="BFGS")
    found = fit_beta_binomial(s, t)
    assert abs(found.mean - 1 / (1 + np.exp(-best.x[0]))) < 1e-3
    assert abs(np.log(found.strength) - best.x[1]) < 1e-2


def test_the_fit_finds_the_truth():
    found = fit_beta_binomial(*drawn(n=3000))
    assert abs(found.mean - 0.3) < 0.01
    assert 52 < found.strength < 68


def test_no_variation_is_pure_chance():
    rng = np.random.default_rng(1)
    t = np.full(500, 1000.0)
    assert fit_beta_binomial(rng.binomial(1000, 0.4, 500).astype(float), t).strength > 3000


def test_posterior_is_scipys_beta():
    prior = BetaPrior(0.3, 40.0)
    mean, low, high = posterior_interval(np.array([10.0]), np.array([20.0]), prior)
    law = stats.beta(10 + 12, 10 + 28)
    assert np.isclose(mean[0], law.mean())
    assert np.isclose(low[0], law.ppf(0.05))
    assert np.isclose(high[0], law.ppf(0.95))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20))
def test_any_counts_give_a_usable_prior(pairs):
    s = np.array([min(a, b) for a, b in pairs], float)
    t = np.array([max(a, b) for a, b in pairs], float)
    found = fit_beta_binomial(s, t)
    assert 0 < found.mean < 1
    assert 0 < found.strength < np.inf
