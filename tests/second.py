"""Inputs of a small real plan: the second arrondissement of Paris."""

from typing import Any

import polars as pl

from perron.plan import Insee
from perron.samples import load_paris
from perron.tables import Results
from perron.targeting import load_blocs

ARRONDISSEMENT = "75056_02"


def inputs() -> dict[str, Any]:
    """Return the keyword arguments of `make_plan`."""
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
