"""A small real plan: the second arrondissement of Paris."""

import polars as pl
import pytest

from perron.output import write_plan
from perron.plan import Insee, make_plan
from perron.samples import load_paris
from perron.tables import Results
from perron.targeting import load_blocs

ARRONDISSEMENT = "75056_02"


@pytest.fixture(scope="session")
def second():
    """Give the inputs of a plan of the second arrondissement, as keyword arguments of `make_plan`."""
    paris = load_paris()
    here = pl.col("bureau").str.starts_with(ARRONDISSEMENT)
    former = paris.bureaux_2012.filter(here)
    return {
        "results": Results(paris.results.general.filter(here), paris.results.votes.filter(here)),
        "areas": paris.bureaux_2017.filter(here),
        "addresses": paris.addresses.filter(here),
        "blocs": load_blocs(paris.folder / "blocs-centre.toml"),
        "former": {"2014-europeennes": former},
        "insee": Insee(paris.areas, paris.statistics, paris.housing),
        "hours": 200,
        "credits": paris.credits,
    }


@pytest.fixture(scope="session")
def plan(second):
    return make_plan(**second)


@pytest.fixture(scope="session")
def written_plan(plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan") / "paris-2"
    write_plan(plan, folder, sheets=3)
    return folder
