"""Forecasts: no leak, exact totals, parts that add up, honest intervals on made data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.stats.neighbours import neighbour_matrix
from perron.stats.scales import share
from perron.targeting.elections import election
from perron.targeting.forecast import Forecast, forecast
from perron.targeting.panel import Panel
from perron.targeting.shares import (
    add_up,
    forecast_parts,
    forecast_turnout,
    forecast_votes,
    last_known,
    reconcile,
)

NAMES = (
    "2014-europeennes",
    "2017-presidentielle-1",
    "2017-legislatives-1",
    "2019-europeennes",
)
ELECTIONS = tuple(election(n) for n in NAMES)


def made(n=300, seed=0, size=1200):
    """A city with a lasting level, a taste by kind, and chance."""
    rng = np.random.default_rng(seed)
    lasting, taste = 0.25 * rng.standard_normal(n), 0.03 * rng.standard_normal(n)
    registered = np.full((4, n), float(size))
    rates = [
        share(c + lasting + k * taste + 0.05 * rng.standard_normal(n))
        for c, k in ((0.0, 1), (1.4, -1), (0.1, 0.3), (0.2, 1))
    ]
    voters = rng.binomial(size, np.array(rates)).astype(float)
    valid = np.round(0.97 * voters)
    p = share(np.array([-1.0, -1.5, 0.2])[:, None] + np.array([1.5, 0.5, -1])[:, None] * lasting)
    p = np.vstack([p, 0.2 + 0 * p[:1]])
    p = (p / p.sum(axis=0)).T
    blocs = np.array([[rng.multinomial(int(v), q) for v, q in zip(row, p, strict=True)] for row in valid])
    codes = tuple(f"75056_{i:04}" for i in range(n))
    return Panel(codes, ELECTIONS, registered, voters, valid, blocs.astype(float))


def test_the_total_is_met_exactly():
    panel = made()
    past = panel.before(ELECTIONS[-1])
    found = forecast_turnout(past, ELECTIONS[-1], total=0.55)
    assert np.isclose(np.average(found.mean(), weights=last_known(past.registered)), 0.55, atol=1e-9)


def test_nothing_of_the_target_is_used():
    panel = made()
    assert panel.before(ELECTIONS[-1]).elections == ELECTIONS[:-1]
    assert len(panel.before(ELECTIONS[-1]).voters) == 3


@pytest.mark.parametrize("seed", range(5))
def test_it_beats_the_last_result_of_the_same_kind_on_made_data(seed):
    panel = made(seed=seed)
    y = panel.voters[-1] / panel.registered[-1]
    found = forecast_turnout(panel.before(ELECTIONS[-1]), ELECTIONS[-1], total=y.mean())
    same = panel.voters[0] / panel.registered[0]
    assert np.abs(found.mean() - y).mean() < np.abs(same - same.mean() + y.mean() - y).mean()
    low, high = found.interval()
    assert 0.7 < ((y >= low) & (y <= high)).mean() < 0.99  # its width is set on real elections


def test_a_bureau_without_results_is_weak_and_takes_after_its_neighbours():
    panel = made(n=60)
    past = panel.before(ELECTIONS[-1])
    for table in (past.voters, past.registered):
        table[:, 0] = np.nan
    pairs = np.array([(i, j) for i in range(60) for j in (i - 1, i + 1) if 0 <= j < 60])
    found = forecast_turnout(past, ELECTIONS[-1], around=neighbour_matrix(pairs, 60))
    assert found.weak.tolist() == [True] + [False] * 59
    assert found.sd[0] > found.sd[1:].max()
    assert np.isfinite(found.odds).all()


def test_a_small_bureau_is_pulled_to_the_mean():
    panel = made(n=100)
    past = panel.before(ELECTIONS[-1])
    for row in range(3):
        past.registered[row, 0], past.voters[row, 0] = 10.0, 10.0
    found = forecast_turnout(past, ELECTIONS[-1], total=0.5)
    assert found.mean()[0] < 0.62  # ten people who all voted say little


def test_one_election_only():
    panel = made(n=50)
    past = panel.before(ELECTIONS[1])
    found = forecast_turnout(past, ELECTIONS[-1])
    assert np.corrcoef(found.mean(), past.voters[0] / past.registered[0])[0, 1] > 0.99
    assert np.all(found.sd > 0)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_commune_of_few_bureaux(n):
    found = forecast_turnout(made(n=n).before(ELECTIONS[-1]), ELECTIONS[-1], total=0.5)
    assert np.isclose(found.mean().mean(), 0.5)


def test_profiles_help_when_they_say_something():
    panel = made(n=400)
    y = panel.voters[-1] / panel.registered[-1]
    past = panel.before(ELECTIONS[-1])
    truth = np.log(y / (1 - y))
    figures = ((truth - truth.mean()) / truth.std())[None, :]
    alone = forecast_turnout(past, ELECTIONS[-1], total=y.mean())
    helped = forecast_turnout(past, ELECTIONS[-1], total=y.mean(), covariates=figures)
    assert np.abs(helped.mean() - y).mean() < np.abs(alone.mean() - y).mean()


def test_a_bloc_that_did_not_stand_is_unknown_not_zero():
    panel = made(n=80)
    past = panel.before(ELECTIONS[-1])
    past.blocs[2, :20, 0] = 0.0
    found = forecast_parts(past, ELECTIONS[-1])
    y = panel.blocs[-1][:, 0] / panel.valid[-1]
    assert np.abs(found["ours"].mean() - y)[:20].mean() < 0.05


def test_parts_add_up_in_each_bureau_and_over_all():
    panel = made()
    past = panel.before(ELECTIONS[-1])
    totals = {"ours": 0.3, "ally": 0.2, "opponent": 0.4, "other": 0.1}
    found = forecast_parts(past, ELECTIONS[-1], totals=totals)
    p = np.array([f.mean() for f in found.values()])
    assert np.allclose(p.sum(axis=0), 1, atol=2e-3)
    people = last_known(past.valid)
    assert np.allclose(p @ people / people.sum(), list(totals.values()), atol=1e-6)
    joint = forecast_votes(past, ELECTIONS[-1], {"support": ("ours", "ally")}, totals=totals)["support"]
    assert np.allclose(joint.mean(), p[0] + p[1])


def test_the_least_sure_part_gives_way():
    n = 10
    none = np.zeros(n, bool)
    sure = Forecast(np.zeros(n), np.full(n, 0.05), none)
    vague = Forecast(np.full(n, 0.8), np.full(n, 0.5), none)
    found = reconcile({"sure": sure, "vague": vague}, {"sure": 0.5, "vague": 0.5}, np.ones(n))
    assert np.allclose(found["sure"].mean(), 0.5, atol=1e-6)


def test_sums_of_parts_carry_the_covariance_of_the_projection():
    p, sd = np.array([0.4, 0.35, 0.25]), np.array([0.3, 0.2, 0.4])
    none = np.zeros(1, bool)
    whole = [Forecast(np.log([q / (1 - q)]), np.array([s]), none) for q, s in zip(p, sd, strict=True)]
    v = np.diag((sd * p * (1 - p)) ** 2)
    ones = np.ones((3, 1))
    after = v - v @ ones @ ones.T @ v / (ones.T @ v @ ones)  # V - V C' (C V C')^-1 C V
    for chosen in ([0], [1], [0, 2], [1, 2]):
        found = add_up([whole[i] for i in chosen], whole)
        q = found.mean()[0]
        assert np.isclose(q, p[chosen].sum())
        assert np.isclose((found.sd[0] * q * (1 - q)) ** 2, after[np.ix_(chosen, chosen)].sum())
    ours, rest = add_up(whole[:1], whole), add_up(whole[1:], whole)
    assert np.isclose(ours.sd[0], rest.sd[0])  # a share and its complement err alike


def test_a_bloc_whose_total_moves_far_is_less_sure():
    past = made(n=100).before(ELECTIONS[-1])
    near, far = (
        forecast_parts(
            past, ELECTIONS[-1], totals={"ours": t, "ally": 0.2, "opponent": 0.7 - t, "other": 0.1}
        )
        for t in (0.3, 0.1)
    )
    assert (far["ours"].sd > near["ours"].sd).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.floats(0.05, 0.95))
def test_forecasts_are_always_finite(seed, total):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 12))
    trials = rng.integers(0, 300, (3, n)).astype(float)
    successes = np.floor(trials * rng.random((3, n)))
    trials[rng.random((3, n)) < 0.3] = np.nan
    successes[~np.isfinite(trials)] = np.nan
    found = forecast(
        successes,
        trials,
        ELECTIONS[:3],
        ELECTIONS[3],
        noise=0.7,
        weights=np.ones(n),
        total=total,
    )
    assert np.isfinite(found.odds).all()
    assert np.isfinite(found.sd).all()
    assert np.isclose(found.mean().mean(), total, atol=1e-6)
