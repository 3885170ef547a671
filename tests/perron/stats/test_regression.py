"""One series predicted from the others against least squares (statsmodels), and missing values."""

import numpy as np
import pytest

from perron.stats.regression import predict_from_others, shrunk_correlations


@pytest.fixture(scope="module")
def sm():
    """Load statsmodels where it is needed: it takes a second and a half."""
    return pytest.importorskip("statsmodels.api")


def series(n=800, seed=2):
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(n)
    z = np.array([common + s * rng.standard_normal(n) for s in (0.3, 0.5, 0.7, 1.0)])
    return (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, keepdims=True)


def test_without_shrinkage_it_is_least_squares(sm):
    z = series()
    found = predict_from_others(z, 0, shrunk_correlations(z, strength=0.0), ridge=0.0)
    fit = sm.OLS(z[0], z[1:].T).fit()
    assert np.allclose(found.weights[1:], fit.params, atol=1e-10)
    assert np.allclose(found.mean, fit.fittedvalues, atol=1e-9)
    assert np.isclose(found.left[0], 1 - fit.rsquared_adj, atol=2e-3)


def test_correlations_are_numpys_without_prior():
    z = series()
    assert np.allclose(shrunk_correlations(z, strength=0.0), np.corrcoef(z), atol=1e-12)


def test_each_pattern_of_missing_values_is_its_own_regression():
    z = series()
    r = np.corrcoef(z)
    holes = z.copy()
    holes[1, :100] = np.nan
    holes[1:, 100:110] = np.nan
    found = predict_from_others(holes, 0, r, ridge=0.0)
    w = np.linalg.solve(r[2:, 2:], r[0, 2:])
    assert np.allclose(found.mean[:100], w @ z[2:, :100])
    assert np.all(found.mean[100:110] == 0)
    assert np.all(found.left[100:110] == 1)


def test_the_prior_rules_when_there_is_no_data():
    z = np.full((3, 5), np.nan)
    assert np.allclose(shrunk_correlations(z, prior=0.8), [[1, 0.8, 0.8], [0.8, 1, 0.8], [0.8, 0.8, 1]])
