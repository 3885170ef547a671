"""Readers by kind: what the rest of the program calls."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import polars as pl

from perron.errors import NoMatchError, UnknownFormatError
from perron.geo.streets import StreetNetwork
from perron.sources import addresses_join
from perron.sources.formats import Kind
from perron.sources.limits import DEFAULT, Limits
from perron.sources.recognise import Recognised, recognise, split_name
from perron.sources.results_finish import Asked, OnBad
from perron.tables import Results
from perron.words import Words


def read(
    path: Path | str,
    *,
    election: str | None = None,
    communes: Collection[str] | None = None,
    on_bad: OnBad = "raise",
    limits: Limits = DEFAULT,
) -> Recognised:
    """Read any file by its content.

    Parameters
    ----------
    path : Path or str
        A file, or "NAME=FILE" to name the election or the commune by hand.
    election : str, optional
        Election of a file of results that does not say it, e.g. "2019-europeennes".
    communes : collection of str, optional
        Insee codes to keep, for results.
    on_bad : {"raise", "set_aside"}
        What to do with bureaux whose counts are impossible.
    limits : Limits
        How much is let in.

    Returns
    -------
    Recognised
        What it is, and its checked table.

    Raises
    ------
    UnknownFormatError
        No reader recognises the content.
    BadInputError
        The content breaks a rule; nothing is half loaded.
    """
    name, file = split_name(path)
    commune = name if name and len(name) == 5 else None
    if commune is not None and communes is None:
        communes = (commune,)
    asked = Asked(election or (name if commune is None else None), communes, on_bad)
    return recognise(file, asked, commune, limits)


def read_results(
    paths: Path | str | Sequence[Path | str],
    *,
    communes: Collection[str] | None = None,
    on_bad: OnBad = "raise",
) -> Results:
    """Read and merge files of results.

    Parameters
    ----------
    paths : path or sequence of paths
        Files; "2019-europeennes=FILE" names the election by hand.
    communes : collection of str, optional
        Insee codes to keep (75056 for Paris); filtering early makes national files fast.
    on_bad : {"raise", "set_aside"}
        What to do with bureaux whose counts are impossible.

    Returns
    -------
    Results
        Checked tables, elections one after the other.

    Raises
    ------
    BadInputError
        A file is not results, or breaks a rule.
    DuplicateRowError
        Two files hold the same election and bureau.
    """
    wanted = communes if communes is None else frozenset(communes)
    parts = [_expect(read(path, communes=wanted, on_bad=on_bad), "results") for path in _listed(paths)]
    return merge_results(parts)


def merge_results(parts: Sequence[Recognised]) -> Results:
    """Merge files of results already read.

    Parameters
    ----------
    parts : sequence of Recognised
        Files of kind "results".

    Returns
    -------
    Results
        Checked tables, elections one after the other.

    Raises
    ------
    NoMatchError
        Votes without their turnout.
    DuplicateRowError
        Two files hold the same election and bureau.
    """
    tables = [part.table for part in parts if isinstance(part.table, Results)]
    if len(tables) == 1 and not tables[0].general.is_empty():
        return tables[0]
    merged = Results(pl.concat([t.general for t in tables]), pl.concat([t.votes for t in tables]))
    _check_turnout(merged, parts)
    return merged.check(file=", ".join(part.file for part in parts))


def read_bureaux(path: Path | str) -> pl.DataFrame:
    """Read the areas of bureaux.

    Parameters
    ----------
    path : Path or str
        GeoJSON; "34172=FILE" names the commune by hand where the file does not, or keeps this one of several.

    Returns
    -------
    polars.DataFrame
        Table `BUREAUX`.
    """
    return _frame(_expect(read(path), "bureaux"))


def read_addresses(
    paths: Path | str | Sequence[Path | str], *, communes: Collection[str] | None = None
) -> pl.DataFrame:
    """Read and join files of addresses.

    Parameters
    ----------
    paths : path or sequence of paths
        One or several: electors or bureau by address, and the Base Adresse Nationale for the points.
    communes : collection of str, optional
        Insee codes to keep (75056 for Paris), for files larger than the commune.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    """
    tables = [_frame(_expect(read(path, communes=communes), "addresses")) for path in _listed(paths)]
    return addresses_join.join(tables)[0]


def read_areas(path: Path | str) -> pl.DataFrame:
    """Read Insee's areas.

    Parameters
    ----------
    path : Path or str
        GeoJSON of IRIS.

    Returns
    -------
    polars.DataFrame
        Table `AREAS`.
    """
    return _frame(_expect(read(path), "areas"))


def read_statistics(path: Path | str) -> pl.DataFrame:
    """Read Insee's figures by area.

    Parameters
    ----------
    path : Path or str
        Filosofi, census or any table keyed by IRIS.

    Returns
    -------
    polars.DataFrame
        `area` and one Float64 column per variable.
    """
    return _frame(_expect(read(path), "statistics"))


def read_housing(path: Path | str) -> pl.DataFrame:
    """Read points with social dwellings.

    Parameters
    ----------
    path : Path or str
        GeoJSON of operations.

    Returns
    -------
    polars.DataFrame
        Columns lon, lat (degrees), dwellings.
    """
    return _frame(_expect(read(path), "housing"))


def read_streets(path: Path | str) -> StreetNetwork:
    """Read a street network.

    Parameters
    ----------
    path : Path or str
        GraphML of osmnx, or OpenStreetMap .osm.pbf.

    Returns
    -------
    StreetNetwork
        The walking network.
    """
    table = _expect(read(path), "streets").table
    assert isinstance(table, StreetNetwork)
    return table


def _check_turnout(results: Results, parts: Sequence[Recognised]) -> None:
    # votes without their turnout: candidats_results given without general_results
    key = ["election", "bureau"]
    alone = results.votes.join(results.general, on=key, how="anti").select(key).head(1)
    if not alone.is_empty():
        raise NoMatchError(
            Words("votes without their turnout", "des voix sans leur participation"),
            file=", ".join(part.file for part in parts),
            found=" ".join(alone.row(0)),
            expected=Words(
                "general_results with candidats_results", "general_results avec candidats_results"
            ),
        )


def read_polling_places(path: Path | str) -> pl.DataFrame:
    """Read polling places.

    Parameters
    ----------
    path : Path or str
        A city portal's table.

    Returns
    -------
    polars.DataFrame
        Columns bureau, name, street, lon, lat (degrees).
    """
    return _frame(_expect(read(path), "polling_places"))


def _listed(paths: Path | str | Sequence[Path | str]) -> Iterable[Path | str]:
    return [paths] if isinstance(paths, (str, Path)) else paths


def _expect(found: Recognised, kind: Kind) -> Recognised:
    if found.kind == kind:
        return found
    raise UnknownFormatError(
        Words("this file is something else", "ce fichier est autre chose"),
        file=found.file,
        found=f"{found.format.words.en} / {found.format.words.fr}",
        expected=Words(kind.replace("_", " "), _FRENCH[kind]),
    )


_FRENCH: dict[Kind, str] = {
    "results": "résultats",
    "bureaux": "périmètres de bureaux",
    "addresses": "adresses",
    "areas": "zones de l'Insee",
    "statistics": "données par zone",
    "streets": "réseau de rues",
    "housing": "logements sociaux",
    "polling_places": "lieux de vote",
}


def _frame(found: Recognised) -> pl.DataFrame:
    assert isinstance(found.table, pl.DataFrame)
    return found.table
