"""The bureaux that match, as a table to take away."""

from typing import TYPE_CHECKING, Any, Final

from perron_web.features.targeting.queries.map_filters import Filters
from perron_web.features.targeting.queries.map_ranking import matching
from perron_web.features.targeting.queries.map_scope import MapScope

if TYPE_CHECKING:
    import polars as pl

_INTERVALS: Final = (
    "turnout",
    "support",
    "intermittent",
    "mobilisation",
    "persuasion",
    "registration",
    "votes_per_hour",
    "votes",
)
COLUMNS: Final = (
    "rank",
    "code",
    "bureau__number",
    "name",
    "territory",
    "bureau__commune",
    "bureau__commune_name",
    "bureau__lon",
    "bureau__lat",
    "registered",
    "priority",
    "held_out",
    "weak",
    *(f"{name}{end}" for name in _INTERVALS for end in ("", "_low", "_high")),
    "index_2012",
    "top",
    "outings",
    "hours",
    "doors",
)


def table_of(scope: MapScope, filters: Filters, *, shapes: bool) -> "pl.DataFrame":
    """Return the bureaux that match, in the order of the page.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    filters : Filters
        As on the page.
    shapes : bool
        Whether to add the column `geometry`.

    Returns
    -------
    polars.DataFrame
        One row per bureau; the names of the columns are those of `bureaux.csv`.
    """
    import polars as pl

    columns: tuple[str, ...] = (*COLUMNS, *(("bureau__shape",) if shapes else ()))
    rows: list[Any] = list(matching(scope, filters).values_list(*columns))
    names = [_NAMES.get(name, name.removeprefix("bureau__")) for name in columns]
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


_NAMES: Final = {"code": "bureau", "bureau__shape": "geometry"}
