"""Say what a file is by its content, and read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from perron.errors import UnknownFormatError
from perron.geo.streets import StreetNetwork
from perron.sources import (
    ban,
    bureaux,
    electors,
    graphml,
    housing,
    iris,
    results_columns,
    results_consolidated,
    results_long,
    results_ministry,
    results_old,
    statistics,
)
from perron.sources.geojson import features_of, parse
from perron.sources.opening import Opened, open_source
from perron.sources.results_finish import Asked
from perron.sources.text import Dialect, dialect_of
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


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file read.

    Parameters
    ----------
    format : Format
        What was recognised.
    file : str
        Name for messages.
    kind : str
        "results", "bureaux", "addresses", "areas", "statistics", "streets", "housing" or "polling_places".
    table : polars.DataFrame, Results or StreetNetwork
        What it holds.
    rows : int
        Rows of the table (bureaux for results, edges for streets).
    notes : tuple of Words
        What had to be done, and what the file cannot be used for.
    """

    format: Format
    file: str
    kind: Kind
    table: Content
    rows: int
    notes: tuple[Words, ...]


TextReader = tuple[Format, Callable[[Dialect, Opened], bool], Callable[[Opened, Dialect, Asked], Outcome]]

_TEXTS: tuple[TextReader, ...] = (
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
        Format("insee", "statistics", Words("Insee figures by area", "données de l'Insee par zone")),
        lambda dialect, _: statistics.recognises(dialect),
        lambda opened, dialect, _: statistics.read(opened, dialect),
    ),
)
_IRIS = Format("iris", "areas", Words("Insee areas (IRIS)", "zones de l'Insee (IRIS)"))
_HOUSING = Format("housing", "housing", Words("social housing operations", "opérations de logement social"))
_BUREAUX = Format("bureaux", "bureaux", Words("areas of bureaux de vote", "périmètres des bureaux de vote"))
_GRAPHML = Format("graphml", "streets", Words("street network (GraphML)", "réseau de rues (GraphML)"))


def split_name(path: Path | str) -> tuple[str | None, Path]:
    """Split "NAME=FILE", where the name is an election or a commune given by hand.

    Parameters
    ----------
    path : Path or str
        A path, alone or after a name and "=".

    Returns
    -------
    str or None
        The name.
    Path
        The file.
    """
    text = str(path)
    name, equals, rest = text.partition("=")
    if equals and "/" not in name and "\\" not in name and not Path(text).exists():
        return name, Path(rest)
    return None, Path(text)


def recognise(path: Path | str, asked: Asked, commune: str | None = None) -> Recognised:
    """Read a file, whatever it is.

    Parameters
    ----------
    path : Path or str
        The file.
    asked : Asked
        What the caller wants of results.
    commune : str, optional
        Insee code for boundaries that do not say their commune.

    Returns
    -------
    Recognised
        What it is and what it holds.

    Raises
    ------
    UnknownFormatError
        No reader recognises the content.
    """
    opened = open_source(path)
    form, (content, notes) = _read(opened, asked, commune)
    return Recognised(form, opened.file, form.kind, content, rows_of(content), notes)


def rows_of(content: Content) -> int:
    """Count the rows of what was read.

    Parameters
    ----------
    content : polars.DataFrame, Results or StreetNetwork
        What was read.

    Returns
    -------
    int
        Bureaux for results, edges for streets, rows otherwise.
    """
    if isinstance(content, Results):
        return content.general.height
    if isinstance(content, StreetNetwork):
        return len(content.start)
    return content.height


def _read(opened: Opened, asked: Asked, commune: str | None) -> tuple[Format, Outcome]:
    start = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return _read_json(opened, commune)
    if graphml.recognises(opened):
        return _GRAPHML, graphml.read(opened)
    if opened.head[:4] == b"PAR1":
        return _read_parquet(opened, asked)
    dialect = dialect_of(opened)
    for form, recognises, read in _TEXTS:
        if recognises(dialect, opened):
            return form, read(opened, dialect, asked)
    raise UnknownFormatError(
        Words("this is none of the formats known", "ce n'est aucun des formats connus"),
        file=opened.file,
        line=1,
        found=dialect.separator.join(dialect.header)[:160],
        expected=Words("see docs/reference/formats.md", "voir docs/reference/formats.md"),
    )


def _read_parquet(opened: Opened, asked: Asked) -> tuple[Format, Outcome]:
    header = pl.scan_parquet(opened.path).collect_schema().names()
    if results_consolidated.recognises(header):
        return _TEXTS[0][0], results_consolidated.read_parquet(opened, asked)
    raise UnknownFormatError(
        Words("this Parquet file is none of those known", "ce fichier Parquet n'est pas de ceux connus"),
        file=opened.file,
        found=", ".join(header[:12]),
        expected=Words("see docs/reference/formats.md", "voir docs/reference/formats.md"),
    )


def _read_json(opened: Opened, commune: str | None) -> tuple[Format, Outcome]:
    features = features_of(parse(opened), opened.file)
    first = features.properties[0]
    if iris.code_property(first):
        return _IRIS, iris.read_features(features, opened.file)
    if any(housing.dwellings_property(row) for row in features.properties[:50]):
        return _HOUSING, housing.read_features(features, opened.file)
    return _BUREAUX, bureaux.read_features(features, opened.file, commune)
