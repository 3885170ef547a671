"""What a readable file may still hold to harm: codes that are none, areas in heaps, a thousand elections."""

from typing import Final

import polars as pl
import shapely

from perron.errors import BadInputError, BadValueError, GeometryError, TooLargeError
from perron.geo.shapes import shapes_of
from perron.tables import Results
from perron.words import Words, number

ELECTIONS: Final = 300
"""Elections that one file may hold; the consolidated tables hold about eighty."""
NAME: Final = r"^[\w .:+-]{4,60}$"
COMMUNE: Final = r"^[0-9A-Z]{5}$"
CODE: Final = r"^[0-9A-Z]{5}_[\w .'’°()+-]{1,30}$"
"""Codes that may stand in a place, between two slashes."""
HEAP: Final = 60
"""Areas whose boxes touch an area's, on average; ordinary maps have about ten."""


def check_results(results: Results, file: str) -> None:
    """Refuse results with too many elections, or names that are none.

    Parameters
    ----------
    results : Results
        Checked tables.
    file : str
        Name for messages.

    Raises
    ------
    BadInputError
        They are refused.
    """
    for table in (results.general, results.votes):
        check_frame(table, file)
        elections = table.get_column("election").unique()
        if elections.len() > ELECTIONS:
            raise TooLargeError(
                Words("too many elections in one file", "trop de scrutins dans un fichier"),
                file=file,
                found=str(elections.len()),
                expected=Words(f"at most {ELECTIONS}", f"au plus {ELECTIONS}"),
            )
        _refuse(elections, NAME, "election", file)


def check_areas(areas: pl.DataFrame, file: str) -> None:
    """Refuse areas whose codes could not name a place, and areas heaped on one another.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `BUREAUX`.
    file : str
        Name for messages.

    Raises
    ------
    BadInputError
        They are refused.
    """
    _refuse(areas.get_column("commune"), COMMUNE, "commune", file)
    _refuse(areas.get_column("bureau"), CODE, "bureau", file)
    shapes = shapes_of(areas)
    touching = shapely.STRtree(shapes).query(shapely.box(*shapely.bounds(shapes).T)).shape[1]
    if touching > HEAP * max(areas.height, 200):
        raise GeometryError(
            Words("the areas lie on one another", "les surfaces sont posées les unes sur les autres"),
            file=file,
            column="geometry",
            found=number(touching / areas.height),
            expected=Words("areas side by side", "des surfaces côte à côte"),
        )


def check_frame(table: pl.DataFrame, file: str) -> None:
    """Refuse texts with a zero byte, which no database keeps.

    Parameters
    ----------
    table : polars.DataFrame
        Any table.
    file : str
        Name for messages.

    Raises
    ------
    BadValueError
        A text holds one.
    """
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    held = table.select(pl.col(texts).str.contains("\x00", literal=True).any())
    for name in texts:
        if held.get_column(name)[0]:
            raise BadValueError(
                Words("a text holds a zero byte", "un texte contient un octet nul"), file=file, column=name
            )


def _refuse(codes: pl.Series, pattern: str, column: str, file: str) -> None:
    wrong = codes.filter(~codes.str.contains(pattern))
    if wrong.len():
        raise BadInputError(
            Words("this is not a code", "ceci n’est pas un code"),
            file=file,
            column=column,
            found=repr(wrong[0]),
            expected=Words("letters and digits", "des lettres et des chiffres"),
        )
