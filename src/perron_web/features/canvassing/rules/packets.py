"""What comes over the wire before it is a list of reports: size, compression, envelope."""

import zlib
from datetime import datetime
from typing import Any, Final

import orjson
from pydantic import ValidationError

from perron_web.features.canvassing.rules.bodies import INSTANT, MANY

MOST_BYTES: Final = 1_000_000
"""Largest sending, unpacked."""
GZIP: Final = 31
"""Window of zlib for gzip."""


class UnreadableError(Exception):
    """Not a sending."""


class TooLargeError(Exception):
    """More than one sending may hold."""


def unpack(raw: bytes, encoding: str) -> bytes:
    """Decompress a body, never further than a sending may be.

    Parameters
    ----------
    raw : bytes
        As it came.
    encoding : str
        Content-Encoding: "gzip", or none.

    Returns
    -------
    bytes
        JSON.

    Raises
    ------
    TooLargeError
        It would be larger than `MOST_BYTES`.
    UnreadableError
        It is not what its encoding says.
    """
    if encoding in {"", "identity"}:
        return raw
    if encoding != "gzip":
        raise UnreadableError
    packed = zlib.decompressobj(GZIP)
    try:
        found = packed.decompress(raw, MOST_BYTES + 1)
    except zlib.error:
        raise UnreadableError from None
    if len(found) > MOST_BYTES:
        raise TooLargeError
    if not packed.eof or packed.unused_data:
        raise UnreadableError
    return found


def open_envelope(raw: bytes) -> tuple[datetime, list[Any]]:
    """Read the envelope of a sending.

    Parameters
    ----------
    raw : bytes
        JSON.

    Returns
    -------
    sent_at : datetime
        The phone's clock.
    reports : list
        Bodies, not read yet.

    Raises
    ------
    TooLargeError
        Too many reports.
    UnreadableError
        Not an envelope.
    """
    try:
        said = orjson.loads(raw)
        reports, sent_at = said["reports"], INSTANT.validate_python(said["sent_at"])
    except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError, RecursionError):
        raise UnreadableError from None
    if not isinstance(reports, list) or not isinstance(said["sent_at"], str):
        raise UnreadableError
    if len(reports) > MANY:
        raise TooLargeError
    return sent_at, reports
