"""Matched pairs: units as alike as can be, two by two, so that the sum of distances is the smallest."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from perron.errors import BadValueError
from perron.experiments.design.strata import ranked
from perron.words import Words

Floats = NDArray[np.float64]
MOST = 12_000
"""Units that are matched at once; beyond, strata are to be named."""
_NEAREST = 7
_FINE = 1_000_000


def matched(table: pl.DataFrame, *, strata: Sequence[str], on: Sequence[str]) -> NDArray[np.int64]:
    """Return the pair of each unit.

    Parameters
    ----------
    table : polars.DataFrame
        Column unit, and those named below.
    strata : sequence of str
        Columns of labels that both units of a pair share.
    on : sequence of str
        Columns of numbers on which they are alike.

    Returns
    -------
    ndarray of int64, shape (n,)
        Pairs from 0. Where the number of units is odd, the one left over joins the nearest pair.

    Raises
    ------
    BadValueError
        A stratum holds one unit, or more than can be matched at once.

    Notes
    -----
    Distance of Mahalanobis: covariates divided by the root of their covariance over all units. Pairs minimise
    the sum of distances (Greevy, Lu, Silber & Rosenbaum 2004, Biostatistics 5(2)), by Edmonds's algorithm
    among the seven nearest of each unit; units that this leaves alone are matched among themselves.
    """
    scaled = mahalanobis(table.select(on).to_numpy().astype(float))
    group = ranked(table, strata=strata, order_by="", stratum_size=2)
    out = np.empty(len(group), np.int64)
    first = 0
    for stratum in range(group.max() + 1):
        here = np.flatnonzero(group == stratum)
        if not 2 <= len(here) <= MOST:
            raise BadValueError(
                Words("a stratum cannot be cut into pairs", "une strate ne se coupe pas en paires"),
                column=", ".join(strata),
                found=f"{table.get_column('unit')[int(here[0])]}… ({len(here)})",
                expected=Words(f"2 to {MOST} units", f"de 2 à {MOST} unités"),
            )
        pair = _pairs(scaled[here])
        out[here] = first + pair
        first += pair.max() + 1
    return out


def mahalanobis(values: Floats) -> Floats:
    """Return covariates whose plain distance is Mahalanobis's.

    Parameters
    ----------
    values : ndarray of float64, shape (n, k)
        Covariates.

    Returns
    -------
    ndarray of float64, shape (n, up to k)
        Covariates turned and scaled to unit covariance; constant directions are left out.
    """
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    centred = centred / np.where(spread > 0, spread, 1.0)
    variance, axes = np.linalg.eigh(centred.T @ centred / max(1, len(values) - 1))
    kept = variance > 1e-9 * max(1.0, float(variance.max(initial=0.0)))
    return np.asarray(centred @ axes[:, kept] / np.sqrt(variance[kept]), np.float64)


def _pairs(points: Floats) -> NDArray[np.int64]:
    """Return pairs numbered in the order of their first unit."""
    n = len(points)
    partner = np.full(n, -1, np.int64)
    left = np.arange(n)
    while len(left) > 1:
        found = _matching(points[left])
        for a, b in found:
            partner[left[a]], partner[left[b]] = left[b], left[a]
        left = np.flatnonzero(partner < 0)
    out = np.full(n, -1, np.int64)
    pairs = 0
    for i in range(n):
        if out[i] < 0 and partner[i] >= 0:
            out[[i, partner[i]]] = pairs
            pairs += 1
    if len(left):
        apart = np.linalg.norm(points - points[left[0]], axis=1)
        apart[left[0]] = np.inf
        out[left[0]] = out[int(np.argmin(apart))]
    return out


def _matching(points: Floats) -> list[tuple[int, int]]:
    """Match points among their nearest: as many as can be, then the smallest sum of distances."""
    import rustworkx  # noqa: PLC0415 - only pairs need it

    n = len(points)
    near = min(n, _NEAREST + 1)
    if points.shape[1] == 0:
        return [(i, i + 1) for i in range(0, n - 1, 2)]
    distance, neighbour = cKDTree(points).query(points, k=near)
    rows = np.repeat(np.arange(n), near)
    columns, apart = neighbour.ravel(), distance.ravel()
    kept = rows != columns
    low, high = np.minimum(rows, columns)[kept], np.maximum(rows, columns)[kept]
    _, one = np.unique(low * n + high, return_index=True)
    whole = np.round(apart[kept][one] / max(float(apart.max()), 1e-300) * _FINE).astype(np.int64)
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(n))
    weights = _FINE + 1 - whole
    edges = zip(low[one].tolist(), high[one].tolist(), weights.tolist(), strict=True)
    graph.add_edges_from(list(edges))
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sorted((min(a, b), max(a, b)) for a, b in found)
