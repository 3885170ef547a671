"""The only chance in a draw: SHA-256 of the seed and a unit's name, which anyone can recompute anywhere."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray


def ticket(seed: int, attempt: int, name: str) -> int:
    """Return the number that a unit drew.

    Parameters
    ----------
    seed : int
        Seed of the draw, 0 or more.
    attempt : int
        0, or how many draws the re-randomisation has thrown away before this one.
    name : str
        The unit (or cluster).

    Returns
    -------
    int
        From 0 to 2**64 - 1.

    Notes
    -----
    First eight bytes, big-endian, of SHA-256 of the UTF-8 text "seed/attempt/name". The draws of election
    audits are made so (Rivest 2018, "Consistent sampling with replacement", arXiv:1808.10016): no program's
    own random numbers, no order of rows.
    """
    return int.from_bytes(sha256(f"{seed}/{attempt}/{name}".encode()).digest()[:8], "big")


def tickets(seed: int, attempt: int, names: Sequence[str]) -> NDArray[np.uint64]:
    """Return the numbers that units drew.

    Parameters
    ----------
    seed, attempt : int
        As in `ticket`.
    names : sequence of str
        Units.

    Returns
    -------
    ndarray of uint64, shape (n,)
        Their tickets.
    """
    head = sha256(f"{seed}/{attempt}/".encode())
    out = np.empty(len(names), np.uint64)
    for i, name in enumerate(names):
        drawn = head.copy()
        drawn.update(name.encode())
        out[i] = int.from_bytes(drawn.digest()[:8], "big")
    return out


def uniforms(seed: int, attempt: int, what: str, n: int) -> NDArray[np.float64]:
    """Return numbers between 0 and 1 (1 excluded), for the rounding of shares.

    Parameters
    ----------
    seed, attempt : int
        As in `ticket`.
    what : str
        What they serve.
    n : int
        How many.

    Returns
    -------
    ndarray of float64, shape (n,)
        Tickets of "#what/0", "#what/1", …, their first 53 bits over 2**53.
    """
    drawn = tickets(seed, attempt, [f"#{what}/{i}" for i in range(n)])
    return np.asarray((drawn >> np.uint64(11)) / float(1 << 53))
