"""Turfs as a table to be taken away."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Turf

if TYPE_CHECKING:
    import polars as pl

FIELDS = (
    *("code", "bureau__code", "bureau__name", "number", "doors", "stops", "minutes", "walk_m", "outings"),
    *("one_piece", "state", "team__name", "edited", "lon", "lat", "line"),
)
NAMES = (
    *("secteur", "bureau", "nom_du_bureau", "numero", "portes", "arrets", "minutes", "marche_m", "sorties"),
    *("d_un_seul_tenant", "etat", "equipe", "retouche", "lon", "lat", "geometry"),
)


def turfs_export(turfs: QuerySet[Turf]) -> "pl.DataFrame":
    """Return turfs with everything that is known of them, walking line included.

    Parameters
    ----------
    turfs : QuerySet of Turf
        Turfs.

    Returns
    -------
    polars.DataFrame
        One row a turf, by code; column names in French, as people read them in their spreadsheet.
    """
    import polars as pl

    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(("numero", "portes", "arrets", "sorties"), pl.Int64)
    kinds |= dict.fromkeys(("minutes", "marche_m", "lon", "lat"), pl.Float64)
    kinds |= dict.fromkeys(("d_un_seul_tenant", "retouche"), pl.Boolean)
    schema = {name: kinds.get(name, pl.String) for name in NAMES}
    rows = list(turfs.order_by("code").values_list(*FIELDS))
    words = {state.value: str(state.label) for state in State}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(
        pl.col("etat").replace(words),
        pl.col("minutes").round(1),
        pl.col("marche_m").round(0),
        pl.when(pl.col("geometry") == "").then(None).otherwise(pl.col("geometry")).alias("geometry"),
    )
