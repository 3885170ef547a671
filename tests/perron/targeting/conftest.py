"""The Paris sample carried to the bureaux of 2017, scored once."""

import polars as pl
import pytest

from perron.plan.boundaries import carried
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017
from perron.targeting import build_profiles, load_blocs, score_bureaux


@pytest.fixture(scope="session")
def paris():
    return load_paris()


@pytest.fixture(scope="session")
def paris_results(paris):
    former = dict.fromkeys(BEFORE_2017, paris.bureaux_2012)
    return carried(paris.results, paris.bureaux_2017, former, paris.addresses)[0]


@pytest.fixture(scope="session")
def paris_blocs(paris):
    return load_blocs(paris.folder / "blocs-centre.toml")


@pytest.fixture(scope="session")
def paris_profiles(paris) -> pl.DataFrame:
    return build_profiles(paris.bureaux_2017, paris.areas, paris.statistics, paris.addresses, paris.housing)


@pytest.fixture(scope="session")
def paris_scores(paris, paris_results, paris_blocs, paris_profiles):
    return score_bureaux(paris_results, paris.bureaux_2017, blocs=paris_blocs, profiles=paris_profiles)
