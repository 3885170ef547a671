"""A street network as arrays: the shape every reader of streets returns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StreetNetwork:
    """An undirected walking network.

    Parameters
    ----------
    lon, lat : ndarray of float64, shape (n,)
        Nodes, WGS 84 degrees.
    start, end : ndarray of int32, shape (m,)
        Edges, as node numbers.
    length : ndarray of float64, shape (m,)
        Length of each edge, metres.
    name : tuple of str, length m
        Street name of each edge, empty where unknown.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    length: NDArray[np.float64]
    name: tuple[str, ...]
