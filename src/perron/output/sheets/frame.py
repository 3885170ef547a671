"""Where the map of a turf stands on paper: from degrees to millimetres."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.geo.projection import local_metres

Points = NDArray[np.float64]

WIDTH_MM: Final = 182.0
HEIGHTS_MM: Final = (84.0, 132.0)
"""Least and greatest height of a map above a list, millimetres."""
_MARGIN_MM: Final = 11.0
_LARGEST: Final = 0.6
"""Largest scale, millimetres on paper per metre (1:1667): a few streets around, never a single wall."""
_BARS_M: Final = (20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of paper over the ground, north up.

    Parameters
    ----------
    origin : tuple of float
        Longitude and latitude of its middle, degrees.
    scale : float
        Millimetres on paper per metre on the ground.
    height : float
        Height in millimetres; the width is always `WIDTH_MM`.
    """

    origin: tuple[float, float]
    scale: float
    height: float

    def place(self, lonlat: Points) -> Points:
        """Return points in millimetres from the top left corner.

        Parameters
        ----------
        lonlat : ndarray of float64, shape (n, 2)
            Degrees.

        Returns
        -------
        ndarray of float64, shape (n, 2)
            Millimetres to the right and down.
        """
        x, y = local_metres(lonlat[:, 0], lonlat[:, 1], origin=self.origin)
        return np.column_stack([WIDTH_MM / 2 + x * self.scale, self.height / 2 - y * self.scale])

    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the frame, degrees, a little widened.

        Returns
        -------
        tuple of float
            The box.
        """
        lat = self.height / 2 / self.scale / 111_195.0 * 1.1
        lon = WIDTH_MM / 2 / self.scale / (111_195.0 * np.cos(np.radians(self.origin[1]))) * 1.1
        return (self.origin[0] - lon, self.origin[1] - lat, self.origin[0] + lon, self.origin[1] + lat)

    def bar(self) -> tuple[int, float]:
        """Return the length of the scale bar, in metres and in millimetres (at most 45).

        Returns
        -------
        tuple of int and float
            Metres, millimetres.
        """
        metres = max((m for m in _BARS_M if m * self.scale <= 45), default=_BARS_M[0])
        return metres, metres * self.scale


def frame_of(lonlat: Points, heights: tuple[float, float] = HEIGHTS_MM) -> Frame:
    """Return the frame that shows some points as large as possible, at most at 1:1667.

    Parameters
    ----------
    lonlat : ndarray of float64, shape (n, 2)
        Degrees, n >= 1.
    heights : tuple of float
        Least and greatest height, millimetres.

    Returns
    -------
    Frame
        As high as the points need.
    """
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    origin = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
    x, y = local_metres(np.array([low[0], high[0]]), np.array([low[1], high[1]]), origin=origin)
    wide, tall = max(float(x[1] - x[0]), 1.0), max(float(y[1] - y[0]), 1.0)
    inner = WIDTH_MM - 2 * _MARGIN_MM
    scale = min(inner / wide, (heights[1] - 2 * _MARGIN_MM) / tall, _LARGEST)
    height = float(np.clip(tall * scale + 2 * _MARGIN_MM, *heights))
    return Frame(origin, scale, height)
