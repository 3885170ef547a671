"""What a walk is made of: stops, doors in walking order, turfs."""

from typing import Final

import polars as pl

from perron.tables.schema import BUREAU as _BUREAU
from perron.tables.schema import Column, Table

STOPS: Final = Table(
    "stops",
    {
        "stop": Column(pl.Int32, "stop, numbered from 0 within the plan", minimum=0),
        "bureau": _BUREAU,
        "address": Column(pl.String, "address it belongs to"),
        "number": Column(pl.Int32, "house number", nullable=True),
        "suffix": Column(pl.String, "bis, ter…", nullable=True),
        "street": Column(pl.String, "street name"),
        "street_key": Column(pl.String, "street name folded for joins"),
        "lon": Column(pl.Float64, "longitude", "degree"),
        "lat": Column(pl.Float64, "latitude", "degree"),
        "doors": Column(pl.Int32, "doors of this stop", "doors", minimum=1),
        "floor_from": Column(pl.Int16, "lowest floor, 0 the ground floor", nullable=True),
        "floor_to": Column(pl.Int16, "highest floor", nullable=True),
        "minutes": Column(pl.Float64, "knocking, talking and stairs, walk excluded", "minutes", minimum=0),
        "estimated": Column(pl.Boolean, "whether the number of doors is an estimate"),
    },
)
"""Stops: an address, or some floors of a building too big for one outing."""

DOORS: Final = Table(
    "doors",
    {
        "bureau": _BUREAU,
        "turf": Column(pl.String, "turf: bureau, “-”, number from 01"),
        "order": Column(pl.Int32, "place in the walk, from 1", minimum=1),
        "address": Column(pl.String, "address identifier"),
        "number": Column(pl.Int32, "house number", nullable=True),
        "suffix": Column(pl.String, "bis, ter…", nullable=True),
        "street": Column(pl.String, "street name"),
        "floor_from": Column(pl.Int16, "lowest floor, 0 the ground floor", nullable=True),
        "floor_to": Column(pl.Int16, "highest floor", nullable=True),
        "lon": Column(pl.Float64, "longitude", "degree"),
        "lat": Column(pl.Float64, "latitude", "degree"),
        "doors": Column(pl.Int32, "doors of this stop", "doors", minimum=1),
        "minutes": Column(
            pl.Float64, "minutes at this stop, walk from the one before included", "minutes", minimum=0
        ),
        "estimated": Column(pl.Boolean, "whether the number of doors is an estimate"),
    },
    key=("turf", "order"),
)
"""The plan's stops in walking order."""

TURFS: Final = Table(
    "turfs",
    {
        "turf": Column(pl.String, "turf: bureau, “-”, number from 01"),
        "bureau": _BUREAU,
        "doors": Column(pl.Int32, "doors", "doors", minimum=1),
        "stops": Column(pl.Int32, "stops", minimum=1),
        "minutes": Column(pl.Float64, "minutes, walk included", "minutes", minimum=0),
        "walk_m": Column(pl.Float64, "length of the walk", "metres", minimum=0),
        "outings": Column(pl.Int32, "outings the plan gives this turf", "outings", nullable=True, minimum=0),
        "one_piece": Column(pl.Boolean, "whether the turf is connected on the address graph"),
        "start_lon": Column(pl.Float64, "start point", "degree"),
        "start_lat": Column(pl.Float64, "start point", "degree"),
    },
    key=("turf",),
)
"""Turfs: one outing of one pair each."""
