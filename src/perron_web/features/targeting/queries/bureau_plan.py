"""The little map of a bureau: its shape, those around, its streets and buildings."""

from typing import Any

import orjson

from perron_web.features.targeting.queries.bureau import buildings_of
from perron_web.features.targeting.queries.map_files import streets_geojson, thin
from perron_web.features.targeting.queries.map_scope import MapScope
from perron_web.features.territory.models import Address, Bureau

MARGIN = 0.0012
"""Degrees around the bureau in which streets are drawn."""


def plan_of(scope: MapScope, bureau: Bureau) -> bytes:
    """Return what the little map draws.

    Parameters
    ----------
    scope : MapScope
        What the person sees; bureaux outside it are not drawn.
    bureau : Bureau
        The bureau.

    Returns
    -------
    bytes
        JSON: `shapes`, `streets`, `buildings`, each a feature collection.
    """
    around = scope.bureaux().filter(
        west__lte=bureau.east + MARGIN,
        east__gte=bureau.west - MARGIN,
        south__lte=bureau.north + MARGIN,
        north__gte=bureau.south - MARGIN,
    )
    shapes = [
        {
            "type": "Feature",
            "properties": {"code": one.code, "label": one.number, "lon": one.lon, "lat": one.lat},
            "geometry": orjson.Fragment(thin(one.shape)),
        }
        for one in around
    ]
    near = (
        Address.objects.filter(bureau__in=[one.pk for one in around])
        .exclude(lon=None)
        .filter(
            lon__gte=bureau.west - MARGIN,
            lon__lte=bureau.east + MARGIN,
            lat__gte=bureau.south - MARGIN,
            lat__lte=bureau.north + MARGIN,
        )
    )
    rows = list(near.order_by().values_list("bureau__code", "street", "number", "lon", "lat"))
    content = {
        "shapes": _collection(shapes),
        "streets": orjson.Fragment(streets_geojson(rows)),
        "buildings": _collection([_building(one) for one in buildings_of(bureau) if one.lon is not None]),
    }
    return orjson.dumps(content)


def _building(address: Address) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "code": address.pk,
            "name": str(address),
            "number": f"{address.number or ''}{address.suffix}",
            "doors": address.doors,
            "estimated": address.estimated,
        },
        "geometry": {"type": "Point", "coordinates": [address.lon, address.lat]},
    }


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
