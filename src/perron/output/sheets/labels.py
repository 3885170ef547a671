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

    def overlap(self, points: Points, radius: float) -> float:
        """Return how many taken circles each given circle meets, on average.

        Parameters
        ----------
        points : ndarray, shape (n, 2)
            Centres, millimetres.
        radius : float
            Radius, millimetres.

        Returns
        -------
        float
            0 where the paper is free.
        """
        if not self.points:
            return 0.0
        taken, radii = np.vstack(self.points), np.concatenate(self.radii)
        apart = np.hypot(points[:, None, 0] - taken[:, 0], points[:, None, 1] - taken[:, 1])
        return float((apart < radii + radius).sum() / len(points))


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
    spread = np.linspace(-length / 2, length / 2, max(int(length / 2.4), 3))
    best: tuple[float, Label, Points] | None = None
    for middle in length / 2 + room * (np.arange(tries) + 0.5) / tries:
        path = np.column_stack([np.interp(middle + spread, along, line[:, i]) for i in (0, 1)])
        found = _at(name, path, spread, taken, size)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    if best is None or best[0] > 0.75:
        return None
    taken.add(best[2], 1.7)
    return best[1]


def _at(
    name: str, path: Points, spread: NDArray[np.float64], taken: Taken, size: tuple[float, float]
) -> tuple[float, Label, Points] | None:
    chord = path[-1] - path[0]
    reach = float(np.hypot(*chord))
    if reach < 0.1:
        return None
    unit = chord / reach
    if unit[0] < 0 or (unit[0] == 0 and unit[1] > 0):
        unit = -unit
    centre = (path[0] + path[-1]) / 2
    across = (path - centre) @ np.array([-unit[1], unit[0]])
    bend = float(np.abs(across).max())
    spots = centre + spread[:, None] * unit
    if bend > 2.5 or spots.min() < 2.5 or (spots.max(axis=0) > np.array(size) - 2.5).any():
        return None
    angle = float(np.degrees(np.arctan2(unit[1], unit[0])))
    label = Label(name, float(centre[0]), float(centre[1]), angle)
    return taken.overlap(spots, 1.3) + bend / 5, label, spots
