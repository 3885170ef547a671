"""The streets around a bureau, drawn from the addresses along them."""

from typing import TYPE_CHECKING

from perron_web.features.turfs.queries.basis import written_doors

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

    near = written_doors(run).filter(
        pl.col("lon").is_between(bureau.west - MARGIN, bureau.east + MARGIN)
        & pl.col("lat").is_between(bureau.south - MARGIN, bureau.north + MARGIN)
    )
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": street.line.round(6).tolist()},
            "properties": {"name": street.name, "width": round(street.width, 1)},
        }
        for street in streets_of(near)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
