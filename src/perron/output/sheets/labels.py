"""Street names along their streets, and stop numbers where they do not hide one another."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

NAME_PT: Final = 9.0
DISC_MM: Final = 4.9
_MM_PER_CHARACTER: Final = NAME_PT * 0.353 * 0.53
_TRIES: Final = 9
_SHORT: Final = (
    ("Boulevard ", "Bd "),
    ("Avenue ", "Av. "),
    ("Place ", "Pl. "),
    ("Passage ", "Pass. "),
    ("Impasse ", "Imp. "),
    ("Faubourg ", "Fg "),
)


@dataclass(slots=True)
class Taken:
    """Circles of paper already used.

    Parameters
    ----------
    points : list of ndarray, shape (n, 2)
        Their centres, millimetres.
    radii : list of ndarray, shape (n,)
        Their radii, millimetres.
    """

    points: list[Points] = field(default_factory=list)
    radii: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, points: Points, radius: float) -> None:
        """Take circles.

        Parameters
        ----------
        points : ndarray, shape (n, 2)
            Centres, millimetres.
        radius : float
            Radius, millimetres.
        """
        self.points.append(points)
        self.radii.append(np.full(len(points), radius))

    def overlaps(self, points: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
        """Return how many taken circles each circle of a group meets, on average over the group.

        Parameters
        ----------
        points : ndarray, shape (g, n, 2)
            Centres of g groups, millimetres.
        radius : float
            Radius, millimetres.

        Returns
        -------
        ndarray of float64, shape (g,)
            0 where the paper is free.
        """
        if not self.points:
            return np.zeros(len(points))
        taken, radii = np.vstack(self.points), np.concatenate(self.radii)
        step = points[:, :, None, :] - taken
        near = (step * step).sum(axis=3) < (radii + radius) ** 2
        return np.asarray(near.sum(axis=(1, 2)) / points.shape[1])


@dataclass(frozen=True, slots=True)
class Label:
    """A text on the map.

    Parameters
    ----------
    text : str
        What it says.
    x, y : float
        Its middle, millimetres from the top left corner.
    angle : float
        Degrees, clockwise, between -90 and 90.
    """

    text: str
    x: float
    y: float
    angle: float


def short_name(street: str) -> str:
    """Shorten the kind of street as French maps do (Bd, Av., Pl.).

    Parameters
    ----------
    street : str
        Name as written.

    Returns
    -------
    str
        Name for a map.
    """
    for long, short in _SHORT:
        if street.startswith(long):
            return short + street[len(long) :]
    return street


def discs(points: Points) -> list[int]:
    """Choose the stops whose number can be shown: the first, the last, every fifth, then those with room.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Stops in order, millimetres.

    Returns
    -------
    list of int
        Indices of stops, in order.
    """
    n = len(points)
    order = sorted(range(n), key=lambda i: (i != 0, i != n - 1, (i + 1) % 10 != 0, (i + 1) % 5 != 0, i))
    chosen: list[int] = []
    for i in order:
        apart = np.hypot(*(points[chosen] - points[i]).T) if chosen else np.array([np.inf])
        if apart.min() >= DISC_MM * 0.94:
            chosen.append(i)
    return sorted(chosen)


def street_label(name: str, line: Points, taken: Taken, size: tuple[float, float]) -> Label | None:
    """Find the best place for a name along a street: straight, inside the map, over nothing else.

    Parameters
    ----------
    name : str
        Name for the map.
    line : ndarray, shape (n, 2)
        The street, millimetres.
    taken : Taken
        What must not be covered; the name is added when placed.
    size : tuple of float
        Width and height of the map, millimetres.

    Returns
    -------
    Label or None
        None when the street is too short or no place is free.
    """
    length = len(name) * _MM_PER_CHARACTER
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] < length * 0.8:
        return None
    room = max(along[-1] - length, 0.0)
    tries = min(int(room / 4) + 1, _TRIES)
    middles = length / 2 + room * (np.arange(tries) + 0.5) / tries
    spread = np.linspace(-length / 2, length / 2, max(int(length / 2.4), 3))
    along_each = middles[:, None] + spread
    paths = np.stack([np.interp(along_each, along, line[:, i]) for i in (0, 1)], axis=2)
    centres, units, bends = _chords(paths)
    spots = centres[:, None] + spread[:, None] * units[:, None]
    inside = (spots > 2.5).all(axis=(1, 2)) & (spots < np.array(size) - 2.5).all(axis=(1, 2))
    good = np.flatnonzero(inside & (bends <= 2.5))
    if not len(good):
        return None
    worth = taken.overlaps(spots[good], 1.3) + bends[good] / 5
    best = int(good[worth.argmin()])
    if worth.min() > 0.75:
        return None
    taken.add(spots[best], 1.7)
    angle = float(np.degrees(np.arctan2(units[best, 1], units[best, 0])))
    return Label(name, float(centres[best, 0]), float(centres[best, 1]), angle)


def _chords(paths: NDArray[np.float64]) -> tuple[Points, Points, NDArray[np.float64]]:
    """Return the middle, the direction of reading and the bend of each stretch of a street."""
    chords = paths[:, -1] - paths[:, 0]
    units = chords / np.maximum(np.hypot(chords[:, 0], chords[:, 1]), 0.1)[:, None]
    units = np.where(((units[:, 0] < 0) | ((units[:, 0] == 0) & (units[:, 1] > 0)))[:, None], -units, units)
    centres = (paths[:, 0] + paths[:, -1]) / 2
    off = paths - centres[:, None]
    across = np.abs(off[:, :, 1] * units[:, None, 0] - off[:, :, 0] * units[:, None, 1])
    return centres, units, across.max(axis=1)
