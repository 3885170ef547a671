"""The map of one turf: an SVG of its lines, and the texts to set over it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.output.geojson import DECIMALS
from perron.output.sheets.frame import WIDTH_MM, Frame
from perron.output.sheets.labels import DISC_MM, Taken, discs, short_name, street_label
from perron.output.sheets.svg import dots_svg, outline_svg, streets_svg, walk_svg, wrap
from perron.output.streets import Street, streets_of

Points = NDArray[np.float64]


class Surroundings:
    """Everything around the turfs, ready to be looked up by place.

    Parameters
    ----------
    doors : polars.DataFrame
        Table `DOORS`, at least for the communes printed.
    areas : polars.DataFrame
        Table `BUREAUX`.
    """

    def __init__(self, doors: pl.DataFrame, areas: pl.DataFrame) -> None:
        self.streets = streets_of(doors)
        self._lines = shapely.STRtree([shapely.linestrings(street.line) for street in self.streets])
        unique = doors.select(pl.col("lon", "lat").round(5)).unique(maintain_order=True).to_numpy()
        self._points = unique[np.argsort(unique[:, 0], kind="stable")]
        self._areas = dict(zip(areas.get_column("bureau"), areas.get_column("geometry"), strict=True))

    def streets_in(self, frame: Frame) -> list[Street]:
        """Return the streets that cross a frame.

        Parameters
        ----------
        frame : Frame
            A frame.

        Returns
        -------
        list of Street
            In a fixed order.
        """
        found = self._lines.query(shapely.box(*frame.box()))
        return [self.streets[i] for i in np.sort(found)]

    def addresses_in(self, frame: Frame) -> Points:
        """Return the addresses inside a frame.

        Parameters
        ----------
        frame : Frame
            A frame.

        Returns
        -------
        ndarray, shape (n, 2)
            Degrees.
        """
        west, south, east, north = frame.box()
        first, last = np.searchsorted(self._points[:, 0], [west, east])
        near = self._points[first:last]
        return near[(near[:, 1] > south) & (near[:, 1] < north)]

    def rings(self, bureau: str) -> list[Points]:
        """Return the outlines of a bureau, as `bureaux.geojson` has them: printed again, a sheet is the same.

        Parameters
        ----------
        bureau : str
            Code of the bureau.

        Returns
        -------
        list of ndarray, shape (n, 2)
            Degrees; empty when its area is unknown.
        """
        if bureau not in self._areas:
            return []
        parts = shapely.get_parts(shapely.orient_polygons(shapely.from_wkb(self._areas[bureau])))
        rings = [shapely.get_coordinates(shapely.get_exterior_ring(part)) for part in parts]
        return [np.round(ring, DECIMALS) for ring in rings]


@dataclass(frozen=True, slots=True)
class _Stops:
    line: Points
    points: Points
    shown: list[int]


def draw(bureau: str, line: Points, stops: Points, around: Surroundings, frame: Frame) -> dict[str, Any]:
    """Draw the map of a turf.

    Parameters
    ----------
    bureau : str
        Its bureau.
    line : ndarray, shape (m, 2)
        Walking line, degrees.
    stops : ndarray, shape (n, 2)
        Stops in order, degrees.
    around : Surroundings
        Streets, addresses and limits around it.
    frame : Frame
        The paper it is drawn on.

    Returns
    -------
    dict
        `svg`, `height` in millimetres, `streets` (text, x, y, angle), `discs` (number, x, y), `bar` (metres,
        millimetres).
    """
    walk = _Stops(frame.place(line), frame.place(stops), discs(frame.place(stops)))
    streets = around.streets_in(frame)
    ribbons = [(frame.place(s.line), max(s.width * frame.scale, 1.6)) for s in streets]
    hidden = np.delete(walk.points, walk.shown, axis=0)
    parts = [
        streets_svg(ribbons),
        outline_svg(frame.place(ring) for ring in around.rings(bureau)),
        dots_svg(frame.place(around.addresses_in(frame)), 0.45, "#9a9a9a"),
        walk_svg(walk.line),
        dots_svg(hidden, 0.95, "#000"),
    ]
    metres, bar = frame.bar()
    return {
        "svg": wrap(parts, WIDTH_MM, frame.height),
        "height": round(frame.height, 2),
        "streets": _names(streets, [ribbon[0] for ribbon in ribbons], walk, frame),
        "discs": [[i + 1, *np.round(walk.points[i], 2).tolist()] for i in walk.shown],
        "bar": [metres, round(bar, 2)],
    }


def _names(streets: list[Street], lines: list[Points], walk: _Stops, frame: Frame) -> list[list[Any]]:
    """Place the names of streets, the longest stretch of each first, each name once."""
    taken = Taken()
    taken.add(walk.points[walk.shown], DISC_MM / 2)
    taken.add(_dense(walk.line), 0.2)
    low = frame.height - 5.0
    taken.add(np.array([[WIDTH_MM - 5.0, 8.0], [8.0, low], [22.0, low], [36.0, low]]), 6.0)
    window = shapely.box(0, 0, WIDTH_MM, frame.height)
    pieces = [
        (-part.length, street.name, shapely.get_coordinates(part))
        for street, line in zip(streets, lines, strict=True)
        for part in shapely.get_parts(shapely.intersection(shapely.linestrings(line), window))
        if part.geom_type == "LineString" and part.length > 8
    ]
    placed, done = [], set()
    for _, name, line in sorted(pieces, key=lambda piece: piece[:2]):
        label = (
            None if name in done else street_label(short_name(name), line, taken, (WIDTH_MM, frame.height))
        )
        if label is not None:
            done.add(name)
            placed.append([label.text, round(label.x, 2), round(label.y, 2), round(label.angle, 1)])
    return placed


def _dense(line: Points) -> Points:
    """Return points every two millimetres along a line."""
    if len(line) < 2:
        return line
    whole = shapely.linestrings(line)
    spots = np.arange(0, shapely.length(whole), 2.0)
    return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(whole, spots)))
