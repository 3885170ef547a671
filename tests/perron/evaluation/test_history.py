"""Past results by unit: what was counted comes back, carried where boundaries moved."""

import numpy as np
import polars as pl
import pytest

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.history import history
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017
from perron.tables import Results
from perron.targeting import load_blocs


@pytest.fixture(scope="module")
def paris():
    return load_paris()


@pytest.fixture(scope="module")
def past(paris):
    blocs = load_blocs(paris.folder / "blocs-gauche.toml")
    former = dict.fromkeys(BEFORE_2017, paris.bureaux_2012)
    return history(paris.results, paris.bureaux_2017, blocs=blocs, former=former, addresses=paris.addresses)


def test_counts_are_those_of_the_file(past, paris):
    rows = past.table.filter(pl.col("election") == "2017-presidentielle-1")
    general = paris.results.general.filter(pl.col("election") == "2017-presidentielle-1")
    assert rows.get_column("voters").sum() == general.get_column("voters").sum()
    votes = paris.results.votes.filter(pl.col("election") == "2017-presidentielle-1")
    left = votes.filter(pl.col("choice").str.contains("MÉLENCHON|HAMON")).get_column("votes").sum()
    assert rows.get_column("ours").sum() == left
    four = rows.select(pl.sum_horizontal("ours", "ally", "opponent", "other")).to_series()
    assert four.to_list() == rows.get_column("valid").to_list()


def test_former_elections_are_carried_whole(past, paris):
    rows = past.table.filter(pl.col("election") == "2014-europeennes")
    general = paris.results_2012.general
    assert rows.get_column("registered").sum() == general.get_column("registered").sum()
    assert rows.height == 896
    assert any("2014-europeennes" in note.en for note in past.notes)


def test_elections_are_in_order_and_those_without_blocs_are_said(past):
    assert past.elections[0] == "2014-europeennes"
    assert past.elections[-1] == "2019-europeennes"
    assert "2017-presidentielle-2" not in past.covered
    with pytest.raises(NoMatchError, match="do not cover"):
        past.counts("2017-presidentielle-2", "support")
    with pytest.raises(NoMatchError, match="no results"):
        past.counts("2022-presidentielle-1", "turnout")


def test_measures(past):
    turnout = past.counts("2019-europeennes", "turnout")
    assert (turnout.get_column("count") <= turnout.get_column("total")).all()
    ours = past.counts("2019-europeennes", "support", "ours")
    allied = past.counts("2019-europeennes", "support")
    assert ours.get_column("count").to_list() == allied.get_column("count").to_list()  # no ally there
    valid = past.counts("2019-europeennes", "support_valid", "opponent")
    assert (valid.get_column("count") <= valid.get_column("total")).all()
    grown = past.counts("2019-europeennes", "registered")
    assert 0.9 < grown.get_column("count").sum() / grown.get_column("total").sum() < 1.2
    for wrong in ({"measure": "hope"}, {"measure": "support", "bloc": "friends"}):
        with pytest.raises(ParameterError):
            past.counts("2019-europeennes", **wrong)


def test_shares_as_an_array(past):
    units, elections, shares = past.shares("turnout")
    assert shares.shape == (6, 896) == (len(elections), len(units))
    assert np.isnan(shares).sum(axis=1).tolist() == [0, 0, 0, 0, 61, 0]
    assert past.registered().get_column("unit").to_list() == list(units)


def test_without_boundaries_bureaux_keep_their_code(paris):
    past = history(paris.results_2017)
    assert past.covered == ()
    assert past.places.get_column("commune").unique().to_list() == ["75056"]
    assert past.table.get_column("ours").null_count() == past.table.height
    assert past.shares("support")[2].shape == (0, 897)
    with pytest.raises(ParameterError):
        history(paris.results, former={"2014-europeennes": paris.bureaux_2012})


def test_no_result_is_an_error(paris):
    empty = Results(paris.results.general.head(0), paris.results.votes.head(0))
    with pytest.raises(NoMatchError):
        history(empty, paris.bureaux_2017)
    with pytest.raises(NoMatchError):
        history(empty)
