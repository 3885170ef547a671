"""Scores of the Paris sample: columns, order, intervals, the same for the same seed, and their formula."""

import numpy as np
import polars as pl
import pytest

from perron.errors import NoMatchError, ParameterError
from perron.tables import Results
from perron.targeting import Priors, quartiers_populaires, score_bureaux
from perron.targeting.blocs import Blocs


def test_best_first_with_intervals(paris_scores):
    s = paris_scores.scores
    assert s.height == 896
    assert s.get_column("rank").to_list() == list(range(1, 897))
    assert s.get_column("votes_per_hour").is_sorted(descending=True)
    for name in ("turnout", "support", "intermittent", "mobilisation", "persuasion", "votes_per_hour"):
        assert (s.get_column(f"{name}_low") <= s.get_column(name)).all()
        assert (s.get_column(name) <= s.get_column(f"{name}_high")).all()
    assert np.isclose(s.get_column("top").sum(), 50)
    assert sorted(s.get_column("priority").unique()) == [1, 2, 3, 4, 5]
    assert s.get_column("territory").n_unique() == 20


def test_the_middle_is_the_formula(paris_scores):
    p = Priors()
    s = paris_scores.scores
    contacts = p.doors_per_hour.mean / 2 * p.opening_rate.mean * p.conversation_rate.mean
    mobilised = contacts * s["intermittent"] * p.mobilisation_effect.mean * s["support"]
    assert np.allclose(s["mobilisation"], mobilised)
    r = p.reference_support.mean
    balance = s["support"] * (1 - s["support"]) / (r * (1 - r))
    assert np.allclose(s["persuasion"], contacts * s["turnout"] * p.persuasion_effect.mean * balance)
    assert np.allclose(s["votes_per_hour"], s["mobilisation"] + s["persuasion"])


def test_draws_are_in_the_order_of_the_table(paris_scores):
    means = paris_scores.draws.mean(axis=0)
    assert paris_scores.draws.shape == (2000, 896)
    assert np.corrcoef(means, paris_scores.scores["votes_per_hour"])[0, 1] > 0.99


def test_the_seed_decides(paris, paris_results, paris_blocs):
    few = {"blocs": paris_blocs, "draws": 200, "neighbours": pl.DataFrame(schema={"bureau": pl.String})}
    one, two = (score_bureaux(paris_results, paris.bureaux_2017, seed=4, **few) for _ in range(2))
    other = score_bureaux(paris_results, paris.bureaux_2017, seed=5, **few)
    assert one.scores.equals(two.scores)
    assert np.array_equal(one.draws, two.draws)
    assert not np.array_equal(one.draws, other.draws)
    assert one.scores.get_column("registration").null_count() == 896
    assert len(one.notes) == 1


def test_the_objective_decides_the_order(paris_results, paris_blocs):
    few = {"blocs": paris_blocs, "draws": 100}
    both = score_bureaux(paris_results, None, **few).scores
    for name in ("mobilisation", "persuasion"):
        one = score_bureaux(paris_results, None, objective=name, **few).scores
        assert one.get_column("votes_per_hour").equals(one.get_column(name).alias("votes_per_hour"))
        assert one.get_column(name).is_sorted(descending=True)
    weighed = score_bureaux(paris_results, None, weights=(1.0, 1.0), **few).scores
    assert weighed.equals(both)


def test_minutes_per_door_change_the_pace(paris_results, paris_blocs):
    doors = pl.DataFrame({"bureau": ["75056_0101", "75056_0102"], "minutes_per_door": [1.2, 4.8]})
    table = score_bureaux(paris_results, None, blocs=paris_blocs, doors=doors, draws=100)
    reasons = table.reasons.filter(
        (pl.col("factor") == "contacts_per_hour") & (pl.col("score") == "persuasion")
    )
    value = dict(zip(reasons["bureau"], reasons["value"], strict=True))
    assert np.isclose(value["75056_0101"], 4 * value["75056_0102"])


def test_the_2012_index_is_the_last_election_s(paris_results, paris_scores):
    last = paris_results.general.filter(pl.col("election") == "2019-europeennes")
    away = last.select("bureau", away=1 - pl.col("voters") / pl.col("registered"))
    joined = paris_scores.scores.join(away, on="bureau")
    share = joined["index_2012"] / joined["away"]
    assert share.is_between(0.0, 1.0).all()


def test_registration_follows_adults(paris_profiles, paris_scores):
    joined = paris_scores.scores.join(paris_profiles.select("bureau", "adults"), on="bureau")
    gap = 1 - joined["registered"] / joined["adults"]
    known = gap > 0
    assert np.corrcoef(joined["registration"].filter(known), gap.filter(known))[0, 1] > 0.999


def test_errors(paris_results, paris_blocs):
    for wrong in ({"objective": "fun"}, {"draws": 5}, {"crew": 0}, {"weights": (-1.0, 1.0)}):
        with pytest.raises(ParameterError):
            score_bureaux(paris_results, None, **{"blocs": paris_blocs, **wrong})
    with pytest.raises(NoMatchError, match="cover none"):
        score_bureaux(paris_results, None, blocs=Blocs())
    with pytest.raises(NoMatchError, match="no result"):
        score_bureaux(Results(paris_results.general.head(0), paris_results.votes), None, blocs=paris_blocs)
    nowhere = pl.DataFrame({"bureau": ["13055_0001"]})
    with pytest.raises(NoMatchError, match="13055_0001"):
        score_bureaux(paris_results, nowhere, blocs=paris_blocs)


def test_profiles_of_the_sample(paris, paris_profiles):
    p = paris_profiles
    assert p.get_column("bureau").equals(paris.bureaux_2017.get_column("bureau"))
    counted = float(paris.statistics["C11_POP15P"].sum())
    assert abs(p["population_15"].sum() / counted - 1) < 1e-3
    shares = [c for c in p.columns if c.startswith("share_")]
    assert np.allclose(p.select(pl.sum_horizontal(shares)).to_series(), 1, atol=5e-3)
    assert p["median_income"].is_between(8_000, 80_000).all()
    popular = p.filter(quartiers_populaires(p))
    assert 100 < popular.height < 400
    assert popular["median_income"].mean() < 0.8 * p["median_income"].mean()
    assert popular.filter(popular["bureau"].str.slice(6, 2).is_in(["06", "07", "08"])).height <= 2


def test_quartiers_populaires_with_little_data(paris_profiles):
    assert quartiers_populaires(paris_profiles.select("bureau")).null_count() == 896
    one = quartiers_populaires(paris_profiles.select("bureau", "median_income"))
    assert abs(one.sum() - 0.4 * 896) <= 2
