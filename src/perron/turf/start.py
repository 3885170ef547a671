"""The first cut: METIS, contiguous k-way."""

from typing import Final

import numpy as np
import pymetis
from numpy.typing import NDArray

from perron.routing.paths import Graph
from perron.turf.neighbours import nearness

Ints = NDArray[np.int32]

PRECISION: Final = 100
"""METIS weighs whole numbers: hundredths of a minute."""
IMBALANCE: Final = 300
"""Imbalance METIS may leave, thousandths: walks come out shorter, and the refinement brings balance back."""


def first_cut(graph: Graph, minutes: NDArray[np.float64], parts: int, seed: int = 1) -> Ints:
    """Cut a connected graph of stops into parts of nearly equal minutes, each in one piece if METIS can.

    Parameters
    ----------
    graph : Graph
        Stops and links; connected.
    minutes : ndarray of float64, shape (n,)
        Minutes of each stop.
    parts : int
        Parts wanted, 1 to n.
    seed : int
        METIS's seed.

    Returns
    -------
    ndarray of int32, shape (n,)
        Part of each stop, 0 to parts - 1; parts may be empty.

    References
    ----------
    Karypis, G. & Kumar, V. (1998). A fast and high quality multilevel scheme for partitioning irregular
    graphs. *SIAM Journal on Scientific Computing* 20(1), 359–392.
    """
    n = len(minutes)
    if parts <= 1 or n <= 1:
        return np.zeros(n, np.int32)
    if parts >= n:
        return np.arange(n, dtype=np.int32)
    options = pymetis.Options(contig=1, seed=seed % 2**31, ufactor=IMBALANCE)
    found = pymetis.part_graph(
        parts,
        pymetis.CSRAdjacency(graph.first, graph.to),
        vweights=np.maximum(1, np.rint(minutes * PRECISION)).astype(np.int32),
        eweights=nearness(graph),
        recursive=False,
        options=options,
    )
    return np.asarray(found.vertex_part, dtype=np.int32)
