"""Points with dwellings: the social-housing operations of a city portal."""

from typing import Any, Final

import polars as pl
import shapely

from perron.sources.geojson import Features
from perron.tables import Column, Table
from perron.words import Words

HOUSING: Final = Table(
    "housing",
    {
        "lon": Column(pl.Float64, "longitude", "degree", minimum=-180, maximum=180),
        "lat": Column(pl.Float64, "latitude", "degree", minimum=-90, maximum=90),
        "dwellings": Column(pl.Int32, "social dwellings", "dwellings", minimum=0),
    },
)
"""Social dwellings at a point."""

_DWELLINGS = ("nombre_total_de_logements_finances", "nb_logmt_total", "nombre_de_logements", "nb_logements")


def dwellings_property(properties: dict[str, Any]) -> str | None:
    """Return the property that counts dwellings.

    Parameters
    ----------
    properties : dict
        Properties of the first feature.

    Returns
    -------
    str or None
        None when these are not housing operations.
    """
    return next((name for name in _DWELLINGS if name in properties), None)


def read_features(features: Features, file: str) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Turn features into points with dwellings; those without a point are counted and left out.

    The City of Paris writes corrections of earlier years as negative numbers: those rows are set aside,
    with a note.

    Parameters
    ----------
    features : Features
        In WGS 84.
    file : str
        Name for messages.

    Returns
    -------
    polars.DataFrame
        Table `HOUSING`.
    tuple of Words
        Notes.
    """
    name = next(p for p in map(dwellings_property, features.properties) if p)
    frame = pl.DataFrame(
        {
            "lon": shapely.get_x(features.shapes),
            "lat": shapely.get_y(features.shapes),
            "dwellings": [row.get(name) for row in features.properties],
        }
    )
    positive = frame.filter(pl.col("dwellings").is_null() | (pl.col("dwellings") >= 0))
    placed = positive.filter(pl.col("lon").is_not_nan() & pl.col("dwellings").is_not_null())
    gone, corrections = positive.height - placed.height, frame.height - positive.height
    notes = features.notes
    if corrections:
        notes += (
            Words(
                f"rows with a negative number of dwellings (corrections) set aside: {corrections}",
                f"lignes au nombre de logements négatif (corrections) mises de côté\u00a0: {corrections}",
            ),
        )
    if gone:
        notes += (
            Words(
                f"rows without a point left out: {gone}", f"lignes sans point laissées de côté\u00a0: {gone}"
            ),
        )
    return HOUSING.check(placed, file=file), notes
