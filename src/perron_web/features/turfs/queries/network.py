"""The streets and meeting points on which a run walked, kept for the next edit."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import polars as pl

    from perron.geo.streets import StreetNetwork
    from perron_web.features.targeting.models import Run


@lru_cache(maxsize=2)
def _ground(folder: str) -> "tuple[StreetNetwork | None, pl.DataFrame | None]":
    from perron.output.inputs import read_ground

    return read_ground(Path(settings.FILES) / folder)


def network_of(run: "Run") -> "StreetNetwork | None":
    """Return the streets of a run.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    StreetNetwork or None
        None when walks follow the addresses.
    """
    folder = run.inputs.get("folder")
    return _ground(folder)[0] if folder else None


def meeting_of(run: "Run", bureau: str) -> "pl.DataFrame | None":
    """Return the meeting point of a bureau in a run.

    Parameters
    ----------
    run : Run
        A finished run.
    bureau : str
        Code of the bureau.

    Returns
    -------
    polars.DataFrame or None
        Columns bureau, lon, lat; None when walks begin at the centre of the doors.
    """
    folder = run.inputs.get("folder")
    points = _ground(folder)[1] if folder else None
    return None if points is None else points.filter(points["bureau"] == bureau)
