"""Shapes as tiles, for campaigns with more bureaux than a page should load at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from perron_web.features.targeting.queries.map_files import shapes_of
from perron_web.features.targeting.queries.map_scope import MapScope
from perron_web.platform.maps.tiles import make_tiles

LAYER = "bureaux"


def tiles_path(scope: MapScope) -> Path:
    """Return where the tiles of a scope lie.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    Path
        A PMTiles file, which may not have been made.
    """
    return scope.folder / "shapes.pmtiles"


def write_tiles(scope: MapScope) -> Path:
    """Make the tiles of a scope; features are known by their code.

    Parameters
    ----------
    scope : MapScope
        What the director sees.

    Returns
    -------
    Path
        The file.
    """

    def features() -> Iterator[dict[str, Any]]:
        for about, shape in shapes_of(scope):
            yield {"type": "Feature", "properties": about, "geometry": orjson.Fragment(shape)}

    path = tiles_path(scope)
    make_tiles({LAYER: features()}, path)
    return path
