"""Random numbers inside kernels: one 64-bit state per call, the same on every machine and thread."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

State = NDArray[np.uint64]


@njit(cache=True, nogil=True)
def draw(state: State) -> np.uint64:
    """Return the next 64 random bits (xorshift64*; Vigna 2016, ACM TOMS 42(4), 30).

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        State, never zero; changed in place.

    Returns
    -------
    uint64
        Random bits.
    """
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.uint64(x * np.uint64(2685821657736338717))


@njit(cache=True, nogil=True)
def below(state: State, n: int) -> int:
    """Return a random whole number from 0 to n - 1.

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        State, changed in place.
    n : int
        Bound, 1 to 2**31.

    Returns
    -------
    int
        The number.
    """
    return int(((draw(state) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))


@njit(cache=True, nogil=True)
def uniform(state: State) -> float:
    """Return a random number in (0, 1].

    Parameters
    ----------
    state : ndarray of uint64, shape (1,)
        State, changed in place.

    Returns
    -------
    float
        The number.
    """
    return (np.float64(draw(state) >> np.uint64(11)) + 1.0) * (1.0 / 9007199254740992.0)


@njit(cache=True, nogil=True)
def new_state(seed: int) -> State:
    """Return a state from a seed, well mixed (splitmix64; Steele, Lea & Flood 2014).

    Parameters
    ----------
    seed : int
        Any seed, 0 or more.

    Returns
    -------
    ndarray of uint64, shape (1,)
        State.
    """
    z = np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    state = np.empty(1, np.uint64)
    state[0] = z if z != np.uint64(0) else np.uint64(88172645463325252)
    return state
