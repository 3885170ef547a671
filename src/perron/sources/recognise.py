"""Say what a file is by its content, and read it."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from perron.errors import BadInputError, BadValueError, UnknownFormatError
from perron.geo.streets import StreetNetwork
from perron.sources import (
    ban_parquet,
    bureaux,
    formats,
    graphml,
    housing,
    iris,
    osm,
    percentages,
    results_consolidated,
    results_points,
    reu,
)
from perron.sources.codes import whole_commune
from perron.sources.dialect import dialect_of
from perron.sources.formats import Content, Format, Kind, Outcome
from perron.sources.geojson import features_of, lines_of_commune, parse
from perron.sources.geojson_limits import too_deep
from perron.sources.limits import DEFAULT, TOO_MANY_COLUMNS, TOO_MANY_ROWS, Limits
from perron.sources.opening import Opened, open_source
from perron.sources.results_finish import Asked
from perron.tables import Results
from perron.words import Words


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


def recognise(
    path: Path | str, asked: Asked, commune: str | None = None, limits: Limits = DEFAULT
) -> Recognised:
    """Read a file, whatever it is.

    Parameters
    ----------
    path : Path or str
        The file.
    asked : Asked
        What the caller wants of results.
    commune : str, optional
        Insee code for boundaries that do not say their commune.
    limits : Limits
        How much is let in.

    Returns
    -------
    Recognised
        What it is and what it holds.

    Raises
    ------
    UnknownFormatError
        No reader recognises the content.
    """
    opened = open_source(path, limits)
    try:
        form, (content, notes) = _read(opened, asked, commune)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise BadInputError(
            Words("the file is damaged", "le fichier est abîmé"),
            file=opened.file,
            found=str(error).splitlines()[0][:200],
        ) from error
    except RecursionError as error:
        raise too_deep(opened.file, limits.depth) from error
    if form.kind == "addresses" and asked.communes is not None and isinstance(content, pl.DataFrame):
        content = content.filter(whole_commune(pl.col("commune")).is_in(list(asked.communes)))
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
        return formats.GRAPHML, graphml.read(opened)
    if osm.recognises(opened):
        return formats.OSM, osm.read(opened)
    if percentages.recognises(opened):
        raise percentages.refuse(opened)
    if opened.head[:4] == b"PAR1":
        return _read_parquet(opened, asked)
    dialect = dialect_of(opened)
    for form, recognises, read in formats.TEXTS:
        if recognises(dialect, opened):
            return form, read(opened, dialect, asked)
    raise UnknownFormatError(
        Words("this is none of the formats known", "ce n’est aucun des formats connus"),
        file=opened.file,
        line=1,
        found=dialect.separator.join(dialect.header)[:160],
        expected=Words(
            "a known format: Perron's documentation lists them",
            "un format connu\u00a0: la documentation de Perron en donne la liste",
        ),
    )


def _read_parquet(opened: Opened, asked: Asked) -> tuple[Format, Outcome]:
    lazy = pl.scan_parquet(opened.path)
    header = lazy.collect_schema().names()
    opened.limits.check_count(TOO_MANY_COLUMNS, len(header), opened.limits.columns, opened.file)
    rows = int(lazy.select(pl.len()).collect().item())
    opened.limits.check_count(TOO_MANY_ROWS, rows, opened.limits.rows, opened.file)
    if results_consolidated.recognises(header):
        return formats.TEXTS[0][0], results_consolidated.read_parquet(opened, asked)
    if reu.recognises_columns(header):
        return formats.REU, reu.read_parquet(opened, asked)
    if ban_parquet.recognises(header):
        return formats.BAN_PARQUET, ban_parquet.read_converted(opened, asked)
    if results_points.recognises(header):
        return formats.POINTS, results_points.read(opened, asked)
    raise UnknownFormatError(
        Words("this Parquet file is none of those known", "ce fichier Parquet n’est pas de ceux connus"),
        file=opened.file,
        found=", ".join(header[:12]),
        expected=Words(
            "a known format: Perron's documentation lists them",
            "un format connu\u00a0: la documentation de Perron en donne la liste",
        ),
    )


def _read_json(opened: Opened, commune: str | None) -> tuple[Format, Outcome]:
    document = lines_of_commune(opened, commune) if commune else None
    features = features_of(document or parse(opened), opened.file, opened.limits)
    first = features.properties[0]
    try:
        if iris.code_property(first):
            return formats.IRIS, iris.read_features(features, opened)
        if any(housing.dwellings_property(row) for row in features.properties[:50]):
            return formats.HOUSING, housing.read_features(features, opened.file)
        return formats.BUREAUX, bureaux.read_features(features, opened, commune)
    except (TypeError, OverflowError) as error:
        raise BadValueError(
            Words("a property is not of the expected type", "une propriété n’est pas du type attendu"),
            file=opened.file,
            found=str(error)[:200],
        ) from error
