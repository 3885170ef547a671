"""Synthetic areas: a grid of squares of so many metres, near Paris."""

import numpy as np
import polars as pl
import shapely

from perron.geo.projection import local_degrees

ORIGIN = (2.35, 48.85)


def degrees(shape):
    return shapely.transform(shape, lambda at: np.column_stack(local_degrees(*at.T, origin=ORIGIN)))


def areas(shapes, codes=None):
    codes = codes or [f"75056_{i:04d}" for i in range(len(shapes))]
    return pl.DataFrame(
        {
            "bureau": codes,
            "commune": ["75056"] * len(codes),
            "number": [c[-4:] for c in codes],
            "name": [None] * len(codes),
            "territory": [None] * len(codes),
            "geometry": [shapely.to_wkb(degrees(s)) for s in shapes],
        },
        schema_overrides={"name": pl.String, "territory": pl.String},
    )


def grid(columns, rows, side=100.0, gap=0.0):
    return areas(
        [
            shapely.box(i * side, j * side, (i + 1) * side - gap, (j + 1) * side - gap)
            for j in range(rows)
            for i in range(columns)
        ]
    )


def addresses(x, y, *, bureau=None, electors=None, doors=None):
    lon, lat = local_degrees(x, y, origin=ORIGIN)
    n = len(lon)
    return pl.DataFrame(
        {
            "address": [f"a{i}" for i in range(n)],
            "bureau": bureau or [None] * n,
            "commune": ["75056"] * n,
            "number": list(range(n)),
            "suffix": [None] * n,
            "street": ["Rue"] * n,
            "street_key": ["RUE"] * n,
            "lon": lon,
            "lat": lat,
            "electors": electors or [None] * n,
            "doors": doors or [None] * n,
        },
        schema_overrides={
            "bureau": pl.String,
            "suffix": pl.String,
            "electors": pl.Int32,
            "doors": pl.Int32,
            "number": pl.Int32,
        },
    )
