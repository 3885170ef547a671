"""Streets drawn from the addresses along them, so that a map needs nothing but the plan.

The odd and the even side of a street are the lines through their numbers in order; its middle runs half-way
between them, and its width is the gap. Where only one side is known, that side is the street.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.geo.along import along

Points = NDArray[np.float64]

DEGREE_M = 111_195.0
"""Metres in a degree of latitude (mean Earth radius)."""

_WIDEST_M = 60.0
_BREAK_M = 220.0
_TOLERANCE_M = 3.0
_EXTEND_M = 12.0
_WIDTHS_M = (6.0, 18.0)


@dataclass(frozen=True, slots=True)
class Street:
    """One stretch of a street.

    Parameters
    ----------
    name : str
        Name as written.
    line : ndarray of float64, shape (n, 2)
        Middle of the street, longitude and latitude in degrees, n >= 2.
    width : float
        Width to draw, metres.
    """

    name: str
    line: Points
    width: float


def streets_of(doors: pl.DataFrame) -> list[Street]:
    """Draw the streets of all the addresses of a table.

    Parameters
    ----------
    doors : polars.DataFrame
        Table `DOORS`; addresses without a number are left out.

    Returns
    -------
    list of Street
        In the order of commune, name and house number.
    """
    rows = (
        doors.lazy()
        .filter(pl.col("number").is_not_null())
        .select(pl.col("bureau").str.slice(0, 5).alias("commune"), "street", "number", "lon", "lat")
        .group_by("commune", "street", "number")
        .agg(pl.col("lon", "lat").mean())
        .sort("commune", "street", "number")
        .collect()
    )
    if rows.is_empty():
        return []
    group = rows.select(pl.struct("commune", "street").rle_id()).to_series().to_numpy()
    cuts = np.flatnonzero(np.diff(group)) + 1
    names = rows.get_column("street")
    numbers = np.split(rows.get_column("number").to_numpy(), cuts)
    points = np.split(rows.select("lon", "lat").to_numpy(), cuts)
    firsts = np.concatenate([[0], cuts])
    return [
        street
        for first, number, lonlat in zip(firsts, numbers, points, strict=True)
        for street in _street(str(names[int(first)]), number, lonlat)
    ]


def _street(name: str, number: NDArray[np.int32], lonlat: Points) -> Iterator[Street]:
    origin = lonlat.mean(axis=0)
    scale = np.array([np.cos(np.radians(origin[1])) * DEGREE_M, DEGREE_M])
    xy = (lonlat - origin) * scale
    for line, width in _middle(number.astype(np.float64), xy):
        for piece in _pieces(line):
            yield Street(name, piece / scale + origin, width)


def _middle(number: Points, xy: Points) -> list[tuple[Points, float]]:
    """Return the middle line of a street and its width, or both sides where they are too far apart."""
    odd = number % 2 == 1
    sides = sorted((xy[odd], xy[~odd]), key=len)
    if len(sides[0]) < 2:
        return [(xy if len(sides[0]) == 0 else sides[1], _WIDTHS_M[0])]
    short, long = sides
    toward_short, inside = _toward(long, short)
    if not inside.any():
        return [(xy, _WIDTHS_M[0])]
    gap = float(np.median(np.hypot(*toward_short[inside].T)))
    if gap > _WIDEST_M:
        return [(long, _WIDTHS_M[0]), (short, _WIDTHS_M[0])]
    toward_long, _ = _toward(short, long)
    beyond = short + toward_long / 2
    place, _, length = along(long, short)
    before, after = beyond[place <= 0], beyond[place >= length]
    before = before[np.argsort(-np.hypot(*(before - long[0]).T))]
    after = after[np.argsort(np.hypot(*(after - long[-1]).T))]
    middle = np.vstack([before, long + toward_short / 2, after])
    return [(middle, float(np.clip(0.62 * gap, *_WIDTHS_M)))]


def _toward(points: Points, side: Points) -> tuple[Points, NDArray[np.bool_]]:
    """Return the step from each point straight to the other side, and whether that side faces the point.

    A point that faces no part of the other side takes the step of the nearest point that does.
    """
    place, foot, length = along(side, points)
    inside = (place > 0) & (place < length)
    if not inside.any():
        return np.zeros_like(points), inside
    step = foot - points
    facing = np.flatnonzero(inside)
    nearest = facing[np.abs(np.arange(len(points))[:, None] - facing).argmin(axis=1)]
    return step[nearest], inside


def _pieces(line: Points) -> Iterator[Points]:
    """Cut a line at long gaps, smooth it, and lengthen both ends towards the crossings they stop short of."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    for piece in np.split(line, np.flatnonzero(steps > _BREAK_M) + 1):
        if len(piece) < 2:
            continue
        thin = shapely.get_coordinates(shapely.simplify(shapely.linestrings(piece), _TOLERANCE_M))
        if len(thin) < 2 or np.allclose(thin[0], thin[-1]):
            continue
        yield np.vstack([_beyond(thin[1], thin[0]), thin[1:-1], _beyond(thin[-2], thin[-1])])


def _beyond(before: Points, end: Points) -> Points:
    step = end - before
    length = float(np.hypot(*step)) or 1.0
    return end + step * (_EXTEND_M / length)
