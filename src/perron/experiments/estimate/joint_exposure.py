"""Numba kernel: how likely two units are in their conditions together, and what that adds to a variance."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.experiments.estimate.kernel import Floats

_ONES, _TWOS, _FOURS, _BYTES = (
    np.uint64(mask)
    for mask in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101)
)
_S1, _S2, _S4, _S56 = (np.uint64(bits) for bits in (1, 2, 4, 56))


@njit(cache=True, nogil=True)
def ones(word: np.uint64) -> np.uint64:
    """Return how many bits of a word are set (Warren 2013, Hacker's Delight, 5-1)."""
    word -= (word >> _S1) & _ONES
    word = (word & _TWOS) + ((word >> _S2) & _TWOS)
    word = (word + (word >> _S4)) & _FOURS
    return (word * _BYTES) >> _S56


@njit(cache=True, nogil=True)
def pair_terms(
    left: NDArray[np.uint64],
    right: NDArray[np.uint64],
    values: tuple[Floats, Floats],
    likely: tuple[Floats, Floats],
    draws: int,
) -> tuple[float, Floats]:
    """Return the sum over pairs of (p - p p') / p × value × value', and each left unit's pairs never seen.

    Values are already over their probability, and 0 for units not seen in the condition.
    """
    total = 0.0
    never = np.zeros(left.shape[0])
    for i in range(left.shape[0]):
        part = 0.0
        for j in range(right.shape[0]):
            count = np.uint64(0)
            for word in range(left.shape[1]):
                count += ones(left[i, word] & right[j, word])
            if count == np.uint64(0):
                never[i] += 1.0
            else:
                part += (1.0 - likely[0][i] * likely[1][j] * draws / count) * values[1][j]
        total += part * values[0][i]
    return total, never
