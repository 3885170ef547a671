"""One seed per bureau, drawn from the plan's seed and the bureau's code alone."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def bureau_seeds(bureaux: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Return a seed for each bureau.

    Parameters
    ----------
    bureaux : sequence of str
        Codes.
    seed : int
        The plan's seed.

    Returns
    -------
    ndarray of int64
        Seeds, 0 to 2**62; the same for a code whatever stands beside it.
    """
    drawn = [hashlib.blake2b(f"{seed}/{code}".encode(), digest_size=8).digest() for code in bureaux]
    return np.array([int.from_bytes(d, "little") >> 2 for d in drawn], np.int64)
