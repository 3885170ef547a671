"""Answers made once and kept on disk, compressed, at an address that holds their hash."""

import gzip
import hashlib
import os
from pathlib import Path
from typing import Final

import brotli
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

_SUFFIXES: Final = (("br", ".br"), ("gzip", ".gz"))


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Keep an answer in both compressed forms.

    Parameters
    ----------
    folder : Path
        Where; made when missing.
    name : str
        Name of the file, unique to its content.
    content : bytes
        The answer.

    Returns
    -------
    Path
        What `answer` takes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    quality = 9 if len(content) < 4_000_000 else 6
    forms = {".gz": gzip.compress(content, 6, mtime=0), ".br": brotli.compress(content, quality=quality)}
    for suffix, packed in forms.items():
        part = path.with_name(f"{name}{suffix}.{os.getpid()}.part")
        part.write_bytes(packed)
        part.replace(path.with_name(name + suffix))
    return path


def kept(path: Path) -> bool:
    """Say whether an answer is there.

    Parameters
    ----------
    path : Path
        As `keep` gave it.

    Returns
    -------
    bool
        True when both forms are on disk.
    """
    return all(path.with_name(path.name + suffix).exists() for _, suffix in _SUFFIXES)


def answer(
    request: HttpRequest, path: Path, *, forever: bool, kind: str = "application/json"
) -> HttpResponseBase:
    """Send a kept answer in the form the browser takes.

    Parameters
    ----------
    request : HttpRequest
        Its `If-None-Match` and `Accept-Encoding` are obeyed; every browser takes one of the forms.
    path : Path
        As `keep` gave it.
    forever : bool
        Whether the address holds the content's hash.
    kind : str
        Content type.

    Returns
    -------
    HttpResponseBase
        200 or 304.
    """
    etag = f'"{hashlib.sha256(path.name.encode()).hexdigest()[:24]}"'
    response: HttpResponseBase
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        accepted = request.headers.get("Accept-Encoding", "gzip")
        encoding, suffix = next((form for form in _SUFFIXES if form[0] in accepted), _SUFFIXES[1])
        response = FileResponse(path.with_name(path.name + suffix).open("rb"), content_type=kind)
        response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=31536000, immutable" if forever else "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
