"""The digest of a body: two bodies under one UUID are the same report, or they are not."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import orjson

BYTES: Final = 16
ERASED: Final = b""
"""Of a talk whose content was erased: whatever comes under its UUID again is received and not kept."""


def digests(campaign: int, bodies: Iterable[Any]) -> list[bytes]:
    """Return the digest of each body, as it was sent, whatever the order of its fields.

    Parameters
    ----------
    campaign : int
        The campaign: the same body sent to another is another report.
    bodies : iterable
        Values parsed from JSON.

    Returns
    -------
    list of bytes
        Sixteen bytes each.
    """
    key = str(campaign).encode()
    return [
        blake2b(orjson.dumps(body, option=orjson.OPT_SORT_KEYS), digest_size=BYTES, key=key).digest()
        for body in bodies
    ]
