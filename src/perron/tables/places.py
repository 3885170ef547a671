"""Places: areas of bureaux, addresses, Insee's areas."""

from typing import Final

import polars as pl

from perron.tables.schema import BUREAU as _BUREAU
from perron.tables.schema import Column, Table

BUREAUX: Final = Table(
    "bureaux",
    {
        "bureau": _BUREAU,
        "commune": Column(pl.String, "INSEE code of the commune"),
        "number": Column(pl.String, "bureau number as the commune writes it, padded to four"),
        "name": Column(pl.String, "name of the polling place or of the area", nullable=True),
        "territory": Column(
            pl.String, "arrondissement, canton or constituency used to group bureaux", nullable=True
        ),
        "geometry": Column(pl.Binary, "area, WKB, WGS 84, valid (multi)polygon"),
    },
    key=("bureau",),
)
"""Areas of one boundary set."""

ADDRESSES: Final = Table(
    "addresses",
    {
        "address": Column(pl.String, "identifier, stable for the same input"),
        "bureau": Column(pl.String, "bureau of the address where the file says it", nullable=True),
        "commune": Column(pl.String, "INSEE code of the commune or arrondissement"),
        "number": Column(pl.Int32, "house number", nullable=True, minimum=0),
        "suffix": Column(pl.String, "bis, ter, A…, lower case", nullable=True),
        "street": Column(pl.String, "street name as written"),
        "street_key": Column(
            pl.String, "street name folded for joins: upper case, no accents, no punctuation"
        ),
        "lon": Column(pl.Float64, "longitude", "degree", nullable=True, minimum=-180, maximum=180),
        "lat": Column(pl.Float64, "latitude", "degree", nullable=True, minimum=-90, maximum=90),
        "electors": Column(
            pl.Int32, "registered electors at the address", nullable=True, minimum=0, unit="people"
        ),
        "doors": Column(pl.Int32, "doors (dwellings) at the address", nullable=True, minimum=0, unit="doors"),
    },
)
"""Addresses: points, and doors or electors where known."""

AREAS: Final = Table(
    "areas",
    {
        "area": Column(pl.String, "code of the area, e.g. the nine characters of an IRIS"),
        "name": Column(pl.String, "name of the area", nullable=True),
        "kind": Column(pl.String, "H housing, A activity, D other, Z whole commune (INSEE)", nullable=True),
        "geometry": Column(pl.Binary, "area, WKB, WGS 84"),
    },
    key=("area",),
)
"""Insee's areas (IRIS); their figures are wide tables keyed by `area`."""
