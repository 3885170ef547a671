"""Street networks in GraphML as osmnx writes them, read by streaming."""

import xml.etree.ElementTree as ET
from typing import IO, Any

import numpy as np

from perron.errors import BadInputError, BadValueError
from perron.geo.streets import StreetNetwork
from perron.sources.limits import TOO_MANY_ROWS
from perron.sources.opening import Opened
from perron.words import Words

Edges = dict[tuple[int, int, int], str]
"""Two nodes and a length in millimetres (parallel streets differ by it), to the street's name."""
_NS = "{http://graphml.graphdrawing.org/xmlns}"


def recognises(opened: Opened) -> bool:
    """Say whether the content is GraphML.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return b"<graphml" in opened.head[:2048]


def read(opened: Opened) -> tuple[StreetNetwork, tuple[Words, ...]]:
    """Read a walking network; both directions of a street become one edge.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    StreetNetwork
        Nodes, edges, lengths, names.
    tuple of Words
        Notes.

    Raises
    ------
    BadInputError
        The XML is broken or declares entities.
    BadValueError
        A node has no coordinates, or an edge no known end.
    """
    try:
        return _read(opened), ()
    except (ET.ParseError, LookupError, UnicodeError) as error:
        raise BadInputError(
            Words("the XML is broken", "le XML est abîmé"),
            file=opened.file,
            line=error.position[0] if isinstance(error, ET.ParseError) else None,
            found=str(error),
        ) from error


class _WithoutEntities:
    """A stream that refuses XML which declares entities, wherever it does: they can swell without end."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream, self._file, self._tail = stream, file, b""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        seen = self._tail + data
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise BadInputError(
                Words("XML with its own entities is refused", "un XML qui déclare ses entités est refusé"),
                file=self._file,
            )
        self._tail = data[-16:]
        return data


def _read(opened: Opened) -> StreetNetwork:
    keys: dict[str, str] = {}
    nodes: dict[str, int] = {}
    points: list[tuple[float, float]] = []
    edges: Edges = {}
    with opened.stream() as stream:
        plain = _WithoutEntities(stream, opened.file)
        for _, element in ET.iterparse(plain, events=("end",)):  # type: ignore[arg-type]  # noqa: S314
            tag = element.tag.removeprefix(_NS)
            if tag == "key":
                keys[element.get("id", "")] = element.get("attr.name", "")
            elif tag == "node":
                values = _values(element, keys)
                nodes[element.get("id", "")] = len(points)
                points.append(_point(values, element, opened.file))
                opened.limits.check_count(TOO_MANY_ROWS, len(points), opened.limits.rows, opened.file)
                element.clear()
            elif tag == "edge":
                _edge(element, keys, nodes, edges, opened.file)
                element.clear()
    if not points or not edges:
        raise BadInputError(Words("the network has no street", "le réseau n’a aucune rue"), file=opened.file)
    lon, lat = np.array(points, dtype=np.float64).T
    ends = np.array([key[:2] for key in edges], dtype=np.int32)
    length = np.array([key[2] for key in edges], dtype=np.float64) / 1000
    return StreetNetwork(
        lon.copy(), lat.copy(), ends[:, 0].copy(), ends[:, 1].copy(), length, tuple(edges.values())
    )


def _values(element: Any, keys: dict[str, str]) -> dict[str, str]:
    return {keys.get(d.get("key", ""), ""): (d.text or "") for d in element.iter(f"{_NS}data")}


def _point(values: dict[str, str], element: Any, file: str) -> tuple[float, float]:
    try:
        return float(values["x"]), float(values["y"])
    except (KeyError, ValueError) as error:
        raise BadValueError(
            Words(
                f"node {element.get('id')} has no coordinates",
                f"le nœud {element.get('id')} est sans coordonnées",
            ),
            file=file,
            column="x, y",
            found=", ".join([element.get("id", ""), *(f"{k}={v}" for k, v in list(values.items())[:6])]),
        ) from error


def _edge(
    element: Any,
    keys: dict[str, str],
    nodes: dict[str, int],
    edges: dict[tuple[int, int, int], str],
    file: str,
) -> None:
    values = _values(element, keys)
    try:
        start, end = nodes[element.get("source", "")], nodes[element.get("target", "")]
        millimetres = round(float(values["length"]) * 1000)
    except (KeyError, ValueError) as error:
        raise BadValueError(
            Words(
                "an edge has no known end or no length",
                "une arête est sans extrémité connue ou sans longueur",
            ),
            file=file,
            column="length",
            found=f"{element.get('source')} – {element.get('target')}",
        ) from error
    if start == end:
        return
    name = values.get("name", "")
    if name.startswith("["):
        name = name.strip("[]").split(",")[0].strip(" '\"")
    edges.setdefault((min(start, end), max(start, end), millimetres), name)
