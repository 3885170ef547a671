"""Input files of the commands: read with their hashes, each former boundary with its election."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perron.errors import BadInputError, ParameterError
from perron.words import Words

if TYPE_CHECKING:
    import polars as pl

    from perron.plan import Insee


def hashes(arguments: Iterable[str | Path | None]) -> dict[str, str]:
    """Return the SHA-256 of each input file by its name.

    Parameters
    ----------
    arguments : iterable of str, Path or None
        Files as given, `NAME=FILE` included; None is skipped.

    Returns
    -------
    dict
        File name to hexadecimal SHA-256; of files with the same name, the later ones carry their folder's.
    """
    from perron.sources.recognise import split_name

    found: dict[str, str] = {}
    for path in dict.fromkeys(split_name(argument)[1] for argument in arguments if argument is not None):
        with path.open("rb") as file:
            name = path.name if path.name not in found else f"{path.parent.name}/{path.name}"
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def former_areas(arguments: Iterable[str]) -> Mapping[str, "pl.DataFrame"]:
    """Read the former boundaries of elections.

    Parameters
    ----------
    arguments : iterable of str
        `ELECTION=FILE`.

    Returns
    -------
    mapping of str to polars.DataFrame
        Election to table `BUREAUX`; elections that share a file share the table.

    Raises
    ------
    BadInputError
        No election is named.
    """
    from perron.sources import read_bureaux
    from perron.sources.recognise import split_name

    areas: dict[Path, pl.DataFrame] = {}
    former = {}
    for argument in arguments:
        election, path = split_name(argument)
        if not election:
            raise BadInputError(
                Words(
                    "--former says which election was counted there",
                    "--former dit quelle élection y a été comptée",
                ),
                found=argument,
                expected=Words("2014-europeennes=FILE", "2014-europeennes=FICHIER"),
            )
        if path not in areas:
            areas[path] = read_bureaux(path)
        former[election] = areas[path]
    return former


def insee_data(areas: Path | None, statistics: list[Path], housing: Path | None) -> "Insee | None":
    """Read Insee's areas and figures, where given.

    Parameters
    ----------
    areas : Path or None
        Areas (IRIS).
    statistics : list of Path
        Census and income tables, joined by area.
    housing : Path or None
        Social dwellings.

    Returns
    -------
    Insee or None
        The data; None without areas.

    Raises
    ------
    ParameterError
        Figures without the areas they are about.
    """
    if areas is None:
        if statistics or housing is not None:
            raise ParameterError(
                Words(
                    "--statistics and --housing need the areas they are about",
                    "--statistics et --housing vont avec les zones dont ils parlent",
                ),
                expected=Words("--areas FILE", "--areas FICHIER"),
            )
        return None
    from perron.plan import Insee
    from perron.sources import read_areas, read_housing, read_statistics

    shapes = read_areas(areas)
    figures = shapes.select("area")
    for path in statistics:
        figures = figures.join(read_statistics(path), on="area", how="left", maintain_order="left")
    return Insee(shapes, figures, read_housing(housing) if housing else None)
