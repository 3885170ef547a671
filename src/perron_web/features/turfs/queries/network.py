"""The streets and meeting points on which a run walked."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from perron.geo.streets import StreetNetwork
    from perron_web.features.targeting.models import Run


def network_of(run: "Run") -> "StreetNetwork | None":  # noqa: ARG001
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
    return None


def meeting_of(run: "Run", bureau: str) -> "pl.DataFrame | None":  # noqa: ARG001
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
    return None
