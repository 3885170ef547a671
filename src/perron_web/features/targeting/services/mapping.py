"""What the map of a plan loads, made before anyone asks: shapes or tiles, values, streets."""

from typing import Any

from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.targeting.queries.map_files import (
    places_file,
    shapes_file,
    streets_file,
    values_file,
)
from perron_web.features.targeting.queries.map_measures import MEASURES
from perron_web.features.targeting.queries.map_scope import map_scope
from perron_web.features.targeting.queries.map_tiles import tiles_path, write_tiles
from perron_web.platform.audit.services import record

DRAWING = Words("Drawing the map", "Dessin de la carte")


def prepare_map(*, campaign: Any, by: Any = None, progress: Progress = silent) -> int:
    """Make the files of the map of a campaign, as whoever sees the whole of it loads them.

    Parameters
    ----------
    campaign : Campaign
        The campaign, within its scope.
    by : User or None
        Who adopted the plan.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    int
        Bureaux drawn.

    Raises
    ------
    TilesError
        The tiles could not be made; the map then loads every shape at once.
    """
    scope = map_scope(campaign)
    if scope.run is None or not scope.count:
        return 0
    progress(DRAWING, 0, 3)
    if scope.tiled:
        if not tiles_path(scope).exists():
            write_tiles(scope)
    else:
        shapes_file(scope)
    progress(DRAWING, 1, 3)
    places_file(scope)
    for measure in MEASURES.values():
        values_file(scope, measure)
    progress(DRAWING, 2, 3)
    streets_file(scope)
    progress(DRAWING, 3, 3)
    record(action="targeting.prepare_map", target=scope.run, by=by, bureaux=scope.count)
    return scope.count
