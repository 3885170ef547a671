"""What the map's script loads, made once for each scope and kept compressed: shapes, values, streets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from django.core.cache import cache
from django.utils.translation import get_language

from perron_web.features.targeting.queries.map_measures import (
    MEASURES,
    Measure,
    Step,
    breaks,
    class_of,
    legend,
)
from perron_web.features.targeting.queries.map_scope import SECONDS, MapScope
from perron_web.features.territory.models import Address, Bureau
from perron_web.platform.maps.prepared import keep, kept

DECIMALS: Final = 5
"""A metre: more would only weigh."""


def shapes_file(scope: MapScope) -> Path:
    """Return the shapes of the bureaux, as GeoJSON with their code.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    Path
        For `prepared.answer`.
    """

    def make() -> bytes:
        parts = [
            b'{"type":"Feature","properties":%b,"geometry":%b}' % (orjson.dumps(about), thin(shape))
            for about, shape in shapes_of(scope)
        ]
        return b'{"type":"FeatureCollection","features":[%b]}' % b",".join(parts)

    return _kept(scope, "shapes.json", make)


def shapes_of(scope: MapScope) -> Iterator[tuple[dict[str, Any], str]]:
    """Go through the shapes seen, each with what the map reads on it before any value is loaded.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Yields
    ------
    dict, str
        `code`, and with a run `k` (class of the ranking), `held`, `weak` (1 where true); GeoJSON geometry.
    """
    if scope.run is None:
        for code, shape in scope.bureaux().order_by("pk").values_list("code", "shape").iterator(2_000):
            yield {"code": code}, shape
        return
    rows = (
        scope.scores().order_by("rank").values_list("code", "priority", "held_out", "weak", "bureau__shape")
    )
    for code, priority, held, weak, shape in rows.iterator(2_000):
        flags = {name: 1 for name, flag in (("held", held), ("weak", weak)) if flag}
        yield {"code": code, "k": priority, **flags}, shape


def thin(shape: str) -> bytes:
    """Write a geometry to the metre, without points that repeat.

    Parameters
    ----------
    shape : str
        GeoJSON geometry.

    Returns
    -------
    bytes
        GeoJSON geometry.
    """

    def rounded(part: Any) -> Any:
        if part and isinstance(part[0], (int, float)):
            return [round(part[0], DECIMALS), round(part[1], DECIMALS)]
        made = [rounded(one) for one in part]
        if made and isinstance(made[0][0], float) and len(made) > 4:
            made = [one for one, before in zip(made, [None, *made], strict=False) if one != before]
        return made

    geometry = orjson.loads(shape)
    geometry["coordinates"] = rounded(geometry["coordinates"])
    return orjson.dumps(geometry)


def places_file(scope: MapScope) -> Path:
    """Return what does not change with the measure: codes, names, points, rank, what is hatched.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    Path
        For `prepared.answer`: columns, best bureau first.
    """

    def make() -> bytes:
        rows = _place_rows(scope)
        columns = list(zip(*rows, strict=True)) or [()] * 10
        names = ("code", "number", "name", "territory", "lon", "lat", "rank", "priority", "held", "weak")
        content: dict[str, Any] = dict(zip(names, map(list, columns), strict=True))
        shared = sorted(set(content["territory"]))
        at = {name: index for index, name in enumerate(shared)}
        content["territory"] = [at[name] for name in content["territory"]]
        content["territories"] = shared
        for name in ("lon", "lat"):
            content[name] = [round(value, DECIMALS) for value in content[name]]
        for name in ("held", "weak"):
            content[name] = [index for index, flag in enumerate(content[name]) if flag]
        return orjson.dumps(content)

    return _kept(scope, "places.json", make)


def _place_rows(scope: MapScope) -> list[tuple[Any, ...]]:
    if scope.run is None:
        held = scope.bureaux().order_by("code")
        return [
            (*row, 0, 0, False, False)
            for row in held.values_list("code", "number", "name", "commune_name", "lon", "lat")
        ]
    columns = ("code", "bureau__number", "name", "territory", "bureau__lon", "bureau__lat")
    return list(scope.scores().order_by("rank").values_list(*columns, "rank", "priority", "held_out", "weak"))


def values_file(scope: MapScope, measure: Measure) -> Path:
    """Return the values of one measure in the order of the places: class, value, interval.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    measure : Measure
        What is shown.

    Returns
    -------
    Path
        For `prepared.answer`.
    """

    def make() -> bytes:
        rows, classes = _valued(scope, measure)
        decimals = 4
        names = ("value", "low", "high")[: len(measure.fields)]
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        content: dict[str, Any] = {
            name: [None if value is None else round(value, decimals) for value in column]
            for name, column in zip(names, columns, strict=True)
        }
        return orjson.dumps({**content, "class": classes})

    return _kept(scope, f"{measure.key}.json", make)


def steps_of(scope: MapScope, measure: Measure) -> list[Step]:
    """Return the legend of a measure over what the person sees.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    measure : Measure
        What is shown.

    Returns
    -------
    list of Step
        From the most to the least.
    """
    key = f"map-legend-{scope.key}-{measure.key}-{get_language()}"
    steps: list[Step] | None = cache.get(key)
    if steps is None:
        rows, classes = _valued(scope, measure)
        known = [(row[0], own) for row, own in zip(rows, classes, strict=True) if row[0] is not None]
        steps = legend([value for value, _ in known], [own for _, own in known], measure)
        cache.set(key, steps, SECONDS)
    return steps


def _valued(scope: MapScope, measure: Measure) -> tuple[list[tuple[Any, ...]], list[int]]:
    rows = list(scope.scores().order_by("rank").values_list(*measure.fields, "priority"))
    if measure.ranked:
        return [row[:-1] for row in rows], [row[-1] for row in rows]
    limits = breaks([row[0] for row in rows if row[0] is not None], measure)
    return [row[:-1] for row in rows], [class_of(row[0], limits) for row in rows]


def streets_file(scope: MapScope) -> Path:
    """Return the streets drawn from the addresses along them, as GeoJSON with their name and width.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    Path
        For `prepared.answer`; no feature when there are no addresses.
    """

    def make() -> bytes:
        columns = ("bureau__code", "street", "number", "lon", "lat")
        rows = Address.objects.filter(bureau__in=scope.bureaux().order_by()).exclude(lon=None).order_by()
        return streets_geojson(list(rows.values_list(*columns)))

    return _kept(scope, "streets.json", make)


def streets_geojson(rows: list[tuple[Any, ...]]) -> bytes:
    """Draw streets from addresses.

    Parameters
    ----------
    rows : list of tuple
        Code of the bureau, street, number, longitude, latitude.

    Returns
    -------
    bytes
        GeoJSON.
    """
    import polars as pl

    from perron.output.streets import streets_of

    schema = {
        "bureau": pl.String,
        "street": pl.String,
        "number": pl.Int32,
        "lon": pl.Float64,
        "lat": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    features = [
        {
            "type": "Feature",
            "properties": {"name": street.name, "width": round(street.width)},
            "geometry": {"type": "LineString", "coordinates": street.line.round(DECIMALS).tolist()},
        }
        for street in streets_of(frame)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _kept(scope: MapScope, name: str, make: Callable[[], bytes]) -> Path:
    path = scope.folder / name
    return path if kept(path) else keep(scope.folder, name, make())


def is_measure(name: str) -> Measure | None:
    """Return a measure by its name in the address.

    Parameters
    ----------
    name : str
        Name.

    Returns
    -------
    Measure or None
        None when there is no such measure.
    """
    return MEASURES.get(name)


def bureau_of(scope: MapScope, code: str) -> Bureau | None:
    """Return a bureau seen on the map by its code.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    code : str
        Code.

    Returns
    -------
    Bureau or None
        None when there is none, or not there.
    """
    return scope.bureaux().filter(code=code).first()
