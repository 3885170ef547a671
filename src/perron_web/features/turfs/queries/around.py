"""The streets around a bureau, drawn from the addresses along them."""

from typing import TYPE_CHECKING

from perron_web.features.territory.models import Address
from perron_web.features.turfs.queries.basis import written_doors
from perron_web.platform.hidden import left_out

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau

MARGIN = 0.004
"""Degrees around the bureau: some 300 m by 450 m."""


def streets_around(run: "Run", bureau: "Bureau") -> bytes:
    """Return the streets in and around a bureau.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.

    Returns
    -------
    bytes
        A GeoJSON feature collection: lines with `name` and `width` (metres).
    """
    import orjson
    import polars as pl

    from perron.output.streets import streets_of

    west, east = bureau.west - MARGIN, bureau.east + MARGIN
    south, north = bureau.south - MARGIN, bureau.north + MARGIN
    columns = ["bureau", "street", "number", "lon", "lat"]
    away = left_out()  # the files know nothing of who is left alone since
    codes = [place.rstrip("/").rpartition("/")[2] for place in away.places]
    near = written_doors(run).filter(
        pl.col("lon").is_between(west, east),
        pl.col("lat").is_between(south, north),
        ~pl.col("bureau").is_in(codes),
        ~pl.col("address").is_in(list(away.addresses)),
    )
    # Bureaux held out have no doors in the plan; their streets are streets all the same.
    rows = Address.objects.filter(lon__range=(west, east), lat__range=(south, north))
    held = pl.DataFrame(
        list(rows.values_list("bureau__code", *columns[1:])), schema=near.select(columns).schema, orient="row"
    )
    near = pl.concat([near.select(columns), held]).unique(["street", "number"], maintain_order=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": street.line.round(6).tolist()},
            "properties": {"name": street.name, "width": round(street.width, 1)},
        }
        for street in streets_of(near)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
