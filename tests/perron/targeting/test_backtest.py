"""The backtest on the bundled sample: it beats the simple forecasts, and uses nothing of the target."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from perron.errors import NoMatchError
from perron.stats.neighbours import neighbour_matrix
from perron.targeting import load_blocs
from perron.targeting.aligning import around_bureaux, touching
from perron.targeting.backtest import backtest
from perron.targeting.baselines import baselines
from perron.targeting.elections import election
from perron.targeting.panel import Panel, make_panel
from perron.targeting.profiles import covariates_of
from perron.targeting.shares import forecast_turnout

TARGET = "2019-europeennes"
FAMILIES = Path(__file__).parents[3] / "benchmarks" / "blocs" / "centre.toml"


@pytest.fixture(scope="module")
def panel(paris, paris_results):
    return make_panel(paris_results, load_blocs(FAMILIES), paris.bureaux_2017["bureau"].to_list())


@pytest.fixture(scope="module")
def table(paris, panel, paris_profiles):
    around = around_bureaux(panel.bureaux, touching(paris.bureaux_2017))
    return backtest(panel, TARGET, around=around, covariates=covariates_of(paris_profiles, panel.bureaux))


def test_turnout_is_forecast_clearly_better_than_by_any_earlier_result(table):
    turnout = table.filter(pl.col("quantity") == "turnout")
    ours = turnout.filter(pl.col("method") == "perron").row(0, named=True)
    simple = turnout.filter(pl.col("method") != "perron")
    assert ours["mae"] < 1.45
    assert ours["mae"] < 0.85 * simple["mae"].min()
    assert ours["rank"] > simple["rank"].max()
    assert 0.84 < ours["coverage"] < 0.95


def test_support_beats_the_last_result_and_the_last_of_its_kind(table):
    for quantity in table["quantity"].unique():
        if quantity in {"turnout", "non_voters_x_support", "other"}:
            continue
        rows = table.filter(pl.col("quantity") == quantity)
        ours = rows.filter(pl.col("method") == "perron")["mae"][0]
        assert ours < rows.filter(pl.col("role") != "")["mae"].min(), quantity


def test_a_list_in_collapse_is_forecast_as_well(paris, paris_results):
    # the right in Paris: half of its share lost; 1.69 points with log-odds alone
    bureaux = paris.bureaux_2017["bureau"].to_list()
    of_the_right = make_panel(paris_results, load_blocs(FAMILIES.with_name("droite.toml")), bureaux)
    rows = backtest(of_the_right, TARGET).filter(pl.col("quantity") == "ours")
    ours = rows.filter(pl.col("method") == "perron").row(0, named=True)
    assert ours["mae"] < 1.5
    assert ours["mae"] < rows.filter(pl.col("role") != "")["mae"].min()
    assert ours["coverage"] > 0.85


def test_the_ranking_beats_the_2012_index(table):
    rows = table.filter(pl.col("quantity") == "non_voters_x_support")
    ours = rows.filter(pl.col("method") == "perron").row(0, named=True)
    others = rows.filter(pl.col("method") != "perron")
    assert ours["rank"] > others["rank"].max()
    assert ours["top_decile"] >= others["top_decile"].max()


def test_reference_of_the_plain_shift(table):
    # législatives of 2017, first round, moved by points: 1.80 measured before the project existed
    row = table.filter(
        (pl.col("quantity") == "turnout")
        & (pl.col("method") == "2017-legislatives-1")
        & (pl.col("swing") == "uniform")
    )
    assert abs(row["mae"][0] - 1.80) < 0.02


def test_shuffling_the_target_between_bureaux_changes_no_forecast(panel):
    target = election(TARGET)
    total = np.nansum(panel.voters[-1]) / np.nansum(panel.registered[-1])
    mixed = np.random.default_rng(1).permutation(panel.voters.shape[1])
    voters, registered = panel.voters.copy(), panel.registered.copy()
    voters[-1], registered[-1] = voters[-1][mixed], registered[-1][mixed]
    other = Panel(panel.bureaux, panel.elections, registered, voters, panel.valid, panel.blocs)
    one, two = (forecast_turnout(p.before(target), target, total=total) for p in (panel, other))
    assert np.array_equal(one.odds, two.odds)


def test_without_blocs_only_turnout_is_forecast(paris_results):
    table = backtest(
        make_panel(paris_results, None), TARGET, around=neighbour_matrix(np.zeros((0, 2), int), 897)
    )
    assert table["quantity"].unique().to_list() == ["turnout"]


def test_baselines_by_hand():
    e = (election("2014-europeennes"), election("2017-legislatives-1"))
    s, t = np.array([[10.0, 30], [20, 20]]), np.full((2, 2), 100.0)
    found = baselines(s, t, e, election(TARGET), 0.3)
    assert [b.swing for b in found] == ["uniform", "proportional"] * 2
    assert np.allclose(found[0].share, [0.2, 0.4])
    assert np.allclose(found[1].share, [0.15, 0.45])
    assert (found[0].same_kind, found[0].last, found[2].last) == (True, False, True)


def test_an_election_that_is_not_there(panel):
    with pytest.raises(NoMatchError, match="2020-municipales"):
        backtest(panel, "2020-municipales")
    with pytest.raises(NoMatchError):
        backtest(panel, "2014-europeennes")
