"""Insee's areas (IRIS), GeoJSON, under the property names of IGN and of its re-publications."""

from typing import Any

import polars as pl
import shapely

from perron.sources.areas_finish import valid_areas
from perron.sources.geojson import Features
from perron.sources.opening import Opened
from perron.tables import AREAS
from perron.words import Words

_CODE = ("DCOMIRIS", "CODE_IRIS", "code_iris")
_NAME = ("NOM_IRIS", "nom_iris", "LIB_IRIS")
_KIND = ("TYP_IRIS", "typ_iris", "type_iris")


def code_property(properties: dict[str, Any]) -> str | None:
    """Return the property that holds the nine characters of the IRIS.

    Parameters
    ----------
    properties : dict
        Properties of the first feature.

    Returns
    -------
    str or None
        None when these are not IRIS.
    """
    return next((name for name in _CODE if name in properties), None)


def read_features(features: Features, opened: Opened) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Turn features into the table of areas.

    Parameters
    ----------
    features : Features
        In WGS 84.
    opened : Opened
        The file: its name for messages, its limits.

    Returns
    -------
    polars.DataFrame
        Table `AREAS`.
    tuple of Words
        Notes.
    """
    first = features.properties[0]
    code = code_property(first) or _CODE[0]
    name = next((n for n in _NAME if n in first), "")
    kind = next((n for n in _KIND if n in first), "")
    codes = [str(row.get(code)) for row in features.properties]
    shapes, notes = valid_areas(features.shapes, codes, opened.file, opened.limits)
    frame = pl.DataFrame(
        {
            "area": codes,
            "name": [row.get(name) for row in features.properties],
            "kind": [row.get(kind) for row in features.properties],
            "geometry": shapely.to_wkb(shapes).tolist(),
        },
        schema={"area": pl.String, "name": pl.String, "kind": pl.String, "geometry": pl.Binary},
    )
    return AREAS.check(frame.sort("area"), file=opened.file), (*features.notes, *notes)
