"""Every format that can be read: its name, what it is, how it is recognised, its reader."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from perron.geo.streets import StreetNetwork
from perron.sources import (
    ban,
    electors,
    own_addresses,
    polling_places,
    results_columns,
    results_consolidated,
    results_long,
    results_ministry,
    results_old,
    reu,
    statistics,
)
from perron.sources.dialect import Dialect
from perron.sources.opening import Opened
from perron.sources.results_finish import Asked
from perron.tables import Results
from perron.words import Words

Kind = Literal[
    "results", "bureaux", "addresses", "areas", "statistics", "streets", "housing", "polling_places"
]
Content = pl.DataFrame | Results | StreetNetwork
Outcome = tuple[Content, tuple[Words, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format that can be read.

    Parameters
    ----------
    name : str
        Short name, stable.
    kind : str
        What the table is.
    words : Words
        What it is, for people.
    """

    name: str
    kind: Kind
    words: Words


REU = Format(
    "reu",
    "addresses",
    Words("addresses of the register", "adresses du répertoire électoral"),
)
BAN_PARQUET = Format("ban-parquet", "addresses", Words("converted BAN", "BAN convertie"))
TextReader = tuple[Format, Callable[[Dialect, Opened], bool], Callable[[Opened, Dialect, Asked], Outcome]]

TEXTS: tuple[TextReader, ...] = (
    (
        Format(
            "results-consolidated",
            "results",
            Words("consolidated results of data.gouv.fr", "résultats agrégés de data.gouv.fr"),
        ),
        lambda dialect, _: results_consolidated.recognises(list(dialect.header)),
        results_consolidated.read_csv,
    ),
    (
        Format("results-ministry", "results", Words("Ministry results, wide", "résultats du ministère")),
        lambda dialect, _: results_ministry.recognises(dialect),
        results_ministry.read,
    ),
    (
        Format(
            "results-long", "results", Words("results, one row per choice", "résultats, une ligne par liste")
        ),
        lambda dialect, _: results_long.recognises(dialect),
        results_long.read,
    ),
    (
        Format(
            "results-old", "results", Words("Ministry results to 2014", "résultats du ministère avant 2015")
        ),
        lambda _, opened: results_old.recognises(opened),
        results_old.read,
    ),
    (
        Format(
            "results-columns",
            "results",
            Words(
                "results, one column per list or candidate", "résultats, une colonne par liste ou candidat"
            ),
        ),
        lambda dialect, _: results_columns.recognises(dialect),
        results_columns.read,
    ),
    (
        Format("ban", "addresses", Words("Base Adresse Nationale", "Base Adresse Nationale")),
        lambda dialect, _: ban.recognises(dialect),
        lambda opened, dialect, _: ban.read(opened, dialect),
    ),
    (
        Format("electors", "addresses", Words("electors per address", "électeurs par adresse")),
        lambda dialect, _: electors.recognises(dialect),
        lambda opened, dialect, _: electors.read(opened, dialect),
    ),
    (
        REU,
        lambda dialect, _: reu.recognises(dialect),
        lambda opened, dialect, _: reu.read(opened, dialect),
    ),
    (
        Format(
            "own-addresses", "addresses", Words("the campaign's own addresses", "adresses de la campagne")
        ),
        lambda dialect, _: own_addresses.recognises(dialect),
        lambda opened, dialect, _: own_addresses.read(opened, dialect),
    ),
    (
        Format("polling-places", "polling_places", Words("polling places", "lieux de vote")),
        lambda dialect, _: polling_places.recognises(dialect),
        lambda opened, dialect, _: polling_places.read(opened, dialect),
    ),
    (
        Format("insee", "statistics", Words("Insee figures by area", "données de l’Insee par zone")),
        lambda dialect, _: statistics.recognises(dialect),
        lambda opened, dialect, _: statistics.read(opened, dialect),
    ),
)
IRIS = Format("iris", "areas", Words("Insee areas (IRIS)", "zones de l’Insee (IRIS)"))
HOUSING = Format("housing", "housing", Words("social housing operations", "opérations de logement social"))
BUREAUX = Format("bureaux", "bureaux", Words("areas of bureaux de vote", "périmètres des bureaux de vote"))
POINTS = Format("results-points", "results", Words("results as points", "résultats en points de 100 m"))
OSM = Format("osm", "streets", Words("OpenStreetMap extract", "extrait d’OpenStreetMap"))
GRAPHML = Format("graphml", "streets", Words("street network (GraphML)", "réseau de rues (GraphML)"))
