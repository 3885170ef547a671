"""A file answered whole or in part: HTTP Range and ETag, as readers of PMTiles need."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)$")
_PIECE: Final = 64 * 1024


def ranged_file(request: HttpRequest, path: Path, *, kind: str, forever: bool = False) -> HttpResponseBase:
    """Answer with a file, or the part of it that is asked for.

    Parameters
    ----------
    request : HttpRequest
        May carry `Range`, `If-Range`, `If-None-Match`.
    path : Path
        File to send; whoever calls has checked that it may be seen.
    kind : str
        Content type.
    forever : bool
        Whether what stands at this address never changes (the address holds a hash).

    Returns
    -------
    HttpResponseBase
        200, 206, 304 or 416.
    """
    facts = path.stat()
    size, etag = facts.st_size, f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _marked(HttpResponseNotModified(), etag, forever=forever)
    asked = request.headers.get("Range", "")
    if not asked or request.headers.get("If-Range", etag) != etag:
        return _marked(FileResponse(path.open("rb"), content_type=kind), etag, forever=forever)
    part = asked_part(asked, size)
    if part is None:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _marked(refused, etag, forever=forever)
    first, last = part
    response = StreamingHttpResponse(_pieces(path.open("rb"), first, last), status=206, content_type=kind)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return _marked(response, etag, forever=forever)


def asked_part(asked: str, size: int) -> tuple[int, int] | None:
    """Read a Range header that asks for one part.

    Parameters
    ----------
    asked : str
        The header.
    size : int
        Bytes in the file.

    Returns
    -------
    tuple of int or None
        First and last byte, both included; None when it cannot be answered.
    """
    found = _RANGE.match(asked.strip())
    if not found or found.group(1) == found.group(2) == "":
        return None
    start, end = found.groups()
    first = int(start) if start else max(size - int(end), 0)
    last = min(int(end), size - 1) if start and end else size - 1
    return (first, last) if first <= last else None


def _marked(response: HttpResponseBase, etag: str, *, forever: bool) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if forever else "private, no-cache"
    response["Content-Encoding"] = "identity"  # compressing would move the bytes that Range counts
    return response


def _pieces(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
