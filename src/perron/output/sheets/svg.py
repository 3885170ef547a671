"""Lines of the map as one small SVG: quick for Typst, vector in the PDF."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_GROUND: Final = "#f1f1f1"
_EDGE: Final = "#8c8c8c"
_ARROW_EVERY_MM: Final = 15.0


def path_of(line: Points, *, close: bool = False) -> str:
    """Return the data of an SVG path.

    Parameters
    ----------
    line : ndarray, shape (n, 2)
        Millimetres.
    close : bool
        Whether it ends where it begins.

    Returns
    -------
    str
        Such as "M1 2L3 4".
    """
    text = "L".join(f"{x:.2f} {y:.2f}" for x, y in line.tolist())
    return f"M{text}{'Z' if close else ''}"


def streets_svg(streets: Sequence[tuple[Points, float]]) -> str:
    """Draw streets as white ribbons with a grey edge, joined at crossings.

    Parameters
    ----------
    streets : sequence of (ndarray, float)
        Lines and widths, millimetres.

    Returns
    -------
    str
        SVG elements.
    """
    by_width: dict[float, list[str]] = {}
    for line, width in streets:
        by_width.setdefault(round(width * 2) / 2, []).append(path_of(line))
    edges = [_stroke(paths, _EDGE, width + 0.45) for width, paths in sorted(by_width.items())]
    fills = [_stroke(paths, "#fff", width) for width, paths in sorted(by_width.items())]
    return "".join([*edges, *fills])


def dots_svg(points: Points, radius: float, colour: str) -> str:
    """Draw a dot at each point.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Millimetres.
    radius : float
        Millimetres.
    colour : str
        SVG colour.

    Returns
    -------
    str
        One SVG element, empty without points.
    """
    if not len(points):
        return ""
    return _stroke([f"M{x:.2f} {y:.2f}h0" for x, y in points.tolist()], colour, 2 * radius)


def outline_svg(rings: Iterable[Points]) -> str:
    """Draw the limit of the bureau as a dashed line.

    Parameters
    ----------
    rings : iterable of ndarray, shape (n, 2)
        Millimetres.

    Returns
    -------
    str
        SVG element.
    """
    data = "".join(path_of(ring, close=True) for ring in rings)
    return (
        f'<path d="{data}" fill="none" stroke="#555" stroke-width=".5" stroke-dasharray="2.4 1.4"/>'
        if data
        else ""
    )


def walk_svg(line: Points) -> str:
    """Draw the walking line with arrows in its direction.

    Parameters
    ----------
    line : ndarray, shape (n, 2)
        Start and stops in order, millimetres.

    Returns
    -------
    str
        SVG elements.
    """
    if len(line) < 2:
        return ""
    path = path_of(line)
    halo = f'<path d="{path}" fill="none" stroke="#fff" stroke-width="2.2" stroke-linejoin="round"/>'
    ink = f'<path d="{path}" fill="none" stroke="#000" stroke-width="1" stroke-linejoin="round"/>'
    return halo + ink + f'<path d="{"".join(_arrows(line))}" fill="#000"/>'


def wrap(parts: Iterable[str], width: float, height: float) -> str:
    """Put elements together in an SVG clipped to the map.

    Parameters
    ----------
    parts : iterable of str
        Elements, the lowest first.
    width, height : float
        Millimetres.

    Returns
    -------
    str
        The SVG file.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.2f}">'
        f'<rect width="{width:g}" height="{height:.2f}" fill="{_GROUND}"/>{"".join(parts)}</svg>'
    )


def _stroke(paths: list[str], colour: str, width: float) -> str:
    return (
        f'<path d="{"".join(paths)}" fill="none" stroke="{colour}" stroke-width="{width:.2f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _arrows(line: Points) -> Iterable[str]:
    """Yield an arrow head in the middle of each long step, and at least every few centimetres."""
    since = _ARROW_EVERY_MM
    for a, b in pairwise(line):
        step = b - a
        length = float(np.hypot(*step))
        since += length
        if length < 7.5 or since < _ARROW_EVERY_MM:
            continue
        since = 0.0
        unit = step / length
        side = np.array([-unit[1], unit[0]])
        tip = (a + b) / 2 + unit * 1.7
        yield path_of(
            np.array([tip, tip - unit * 3.4 + side * 1.35, tip - unit * 2.6, tip - unit * 3.4 - side * 1.35]),
            close=True,
        )
