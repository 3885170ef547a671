"""Each cluster's part in a robust covariance: in closed form where rows are alike, else by the kernel."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from perron.errors import BadInputError
from perron.experiments.estimate.gram import ZERO, cluster_pieces
from perron.experiments.estimate.linear import Fit
from perron.experiments.estimate.sample import Codes, Floats
from perron.words import Words

SHARE = 10_000
"""Clusters that one thread takes at the least."""

MOST_THREADS = 8

SAME = 1e-11
"""Rows are alike when they differ by less, in the largest value: what rounding leaves."""

MOST_CROSSED = 600
"""Blocks that clusters may cross: each then takes a column of its own."""


@dataclass(frozen=True)
class Pieces:
    """What each cluster brings to the covariance, and to its degrees of freedom.

    Parameters
    ----------
    scores : ndarray of float64, shape (G, m, h)
        F'W A e for each outcome; the last column is the level of the cluster's block, where there are
        blocks.
    d : ndarray of float64, shape (G, c)
        a'a for each contrast.
    y : ndarray of float64, shape (G, c, r)
        V'a for each contrast.
    block : ndarray of int64, shape (G,)
        Block of each cluster; -1: none to account for.
    omega_xx, omega_xd, omega_dd : ndarray of float64
        Parts of Omega = C: columns, columns by blocks, blocks.
    """

    scores: Floats
    d: Floats
    y: Floats
    block: Codes
    omega_xx: Floats
    omega_xd: Floats
    omega_dd: Floats

    def df(self, place: int) -> float:
        """Return (tr P)² / tr(P²), P = diag(d) + Y Omega Y' never formed.

        Parameters
        ----------
        place : int
            Which contrast.

        Returns
        -------
        float
            Degrees of freedom; NaN where nothing varies.
        """
        blocks = len(self.omega_dd)
        y = np.ascontiguousarray(self.y[:, place, :])
        halves = self.omega_dd.shape[1] if blocks else self.omega_xx.shape[0] // max(self._k, 1)
        cut = y.reshape(len(y), halves, -1)
        yx = cut[:, :, : self._k].reshape(len(y), -1)
        yd = cut[:, :, self._k :].reshape(len(y), -1) if blocks else np.zeros((len(y), 0))
        image = -yx if len(self.omega_xx) == self._k else yx @ self.omega_xx
        inside = np.einsum("gi,gi->g", image, yx)
        if blocks:
            has = self.block >= 0
            at = np.where(has, self.block, 0)
            across = (yx[:, None, :] @ self.omega_xd[at])[:, 0] if self.omega_xd.any() else 0.0
            inside = inside + np.sum((2.0 * across + (yd[:, None, :] @ self.omega_dd[at])[:, 0]) * yd, axis=1)
        d = self.d[:, place]
        trace = d.sum() + inside.sum()
        square = (d * d).sum() + 2 * (d * inside).sum() + self._square(yx, yd)
        return float(trace**2 / square) if square > 0 else float("nan")

    @property
    def _k(self) -> int:
        return int(self.scores.shape[2]) - (1 if len(self.omega_dd) else 0)

    def _square(self, yx: Floats, yd: Floats) -> float:
        """tr(Omega K Omega K), K = Y'Y, blocks kept apart: no matrix of size B × B."""
        kxx = yx.T @ yx
        txx = self.omega_xx @ kxx
        if not len(self.omega_dd):
            return float(np.sum(txx * txx.T))
        has = np.flatnonzero(self.block >= 0)
        nb = len(self.omega_dd)
        at, yx, yd = self.block[has], yx[has], yd[has]
        kxd, kdd = _products(at, nb, yx, yd), _products(at, nb, yd, yd)
        txx = txx + np.einsum("bij,bkj->ik", self.omega_xd, kxd)
        txd = self.omega_xx @ kxd + self.omega_xd @ kdd
        tdx = self.omega_xd.transpose(0, 2, 1) @ kxx + self.omega_dd @ kxd.transpose(0, 2, 1)
        z = np.einsum("bij,bkj->ik", kxd, self.omega_xd)
        within = self.omega_dd @ kdd
        mixed = self.omega_xd.transpose(0, 2, 1) @ kxd
        total = np.sum(txx * txx.T) + 2 * np.einsum("bij,bji->", txd, tdx) + np.sum(z * z.T)
        total += 2 * np.einsum("bij,bji->", mixed, within) + np.einsum("bij,bji->", within, within)
        return float(total)


def _products(at: Codes, count: int, left: Floats, right: Floats) -> Floats:
    """Sum left'right over the rows of each block, shape (count, i, j)."""
    out = np.empty((count, left.shape[1], right.shape[1]))
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            out[:, i, j] = np.bincount(at, weights=left[:, i] * right[:, j], minlength=count)
    return out


def pieces_of(fitted: Fit, clusters: Codes, wanted: tuple[int, ...], *, adjust: bool) -> Pieces:
    """Work out each cluster's part.

    Parameters
    ----------
    fitted : Fit
        The fit.
    clusters : ndarray of int64, shape (n,)
        Codes 0…G-1.
    wanted : tuple of int
        Coefficients whose degrees of freedom are wanted.
    adjust : bool
        Whether A is B^(-1/2) (CR2) or the identity.

    Returns
    -------
    Pieces
        Scores for every coefficient and level.

    Raises
    ------
    BadInputError
        Clusters cross more than 600 blocks.

    Notes
    -----
    Where all rows of each cluster are alike (drawn whole, no covariates, equal weights) 1 is an eigenvector
    of B_g, with value 1 - n_g f'f, or 1 - 2 n_g w f'f + n_g f'S f with weights: no matrix is needed.
    """
    order, starts = _sorted(clusters)
    block, crossed = _block_of_clusters(fitted, clusters, order, starts)
    whole = _unabsorbed(fitted) if crossed else fitted
    k = whole.basis.shape[1]
    moments = _moments(whole)
    contrasts = np.zeros((k, len(wanted)))
    contrasts[: fitted.basis.shape[1]] = np.linalg.inv(fitted.root).T[:, list(wanted)]
    rows = _Rows(
        _taken(whole.basis, order),
        _taken(whole.residuals, order),
        None if whole.weights is None else _taken(whole.weights, order),
    )
    job = _alone if _alike(rows, starts) else _through
    scores, d, y = job(rows, starts, block, moments, contrasts, adjust)
    return Pieces(scores, d, y, block, *_omega(whole.weights is not None, k, *moments))


class _Rows(NamedTuple):
    q: Floats
    e: Floats
    w: Floats | None


def _sorted(clusters: Codes) -> tuple[Codes | None, Codes]:
    starts = np.concatenate([[0], np.cumsum(np.bincount(clusters))])
    if np.all(clusters[1:] >= clusters[:-1]):
        return None, starts
    return np.argsort(clusters, kind="stable"), starts


def _taken(values: Floats, order: Codes | None) -> Floats:
    return np.ascontiguousarray(values if order is None else values[order])


def _alike(rows: _Rows, starts: Codes) -> bool:
    """Whether the rows of each cluster have the same columns and weight."""
    sizes = np.diff(starts)
    for values in (rows.q, rows.w):
        if values is not None and values.size:
            first = np.repeat(values[starts[:-1]], sizes, axis=0)
            if np.abs(values - first).max() > SAME * np.abs(values).max():
                return False
    return True


def _alone(  # noqa: PLR0917
    rows: _Rows, starts: Codes, block: Codes, moments: "Moments", contrasts: Floats, adjust: bool
) -> tuple[Floats, Floats, Floats]:
    """Do in closed form what `cluster_pieces` does, where rows of a cluster are alike."""
    k, sizes = rows.q.shape[1], np.diff(starts)[:, None].astype(np.float64)
    f = rows.q[starts[:-1]]
    if len(moments.units):
        f = np.hstack([f, np.where(block >= 0, moments.units[np.maximum(block, 0)], 0.0)[:, None]])
    length = np.einsum("gi,gi->g", f, f)[:, None]
    w = np.ones((len(f), 1)) if rows.w is None else rows.w[starts[:-1], None]
    value = 1.0 - sizes * length
    if rows.w is not None:
        value = 1.0 - 2.0 * sizes * w * length + sizes * _bent(f, block, moments)[:, None]
    root = (
        np.where(value > ZERO, 1.0 / np.sqrt(np.maximum(value, ZERO)), 0.0) if adjust else np.ones_like(value)
    )
    totals = np.add.reduceat(rows.e, starts[:-1], axis=0)
    scores = (totals * root * w)[:, :, None] * f[:, None, :]
    a = (f[:, :k] @ contrasts) * root * w
    y = (a * sizes)[:, :, None] * f[:, None, :]
    if rows.w is not None:
        y = np.concatenate([y, y * w[:, :, None]], axis=2)
    return scores, sizes * a * a, y


def _bent(f: Floats, block: Codes, moments: "Moments") -> Floats:
    """Return f'S f for each cluster."""
    k = moments.s_xx.shape[0]
    x = f[:, :k]
    out = np.einsum("gi,gi->g", x @ moments.s_xx, x)
    if len(moments.units):
        at = np.maximum(block, 0)
        out = (
            out + 2.0 * np.einsum("gi,gi->g", moments.s_xd[at], x) * f[:, k] + moments.s_dd[at] * f[:, k] ** 2
        )
    return np.asarray(out)


def _through(  # noqa: PLR0917
    rows: _Rows, starts: Codes, block: Codes, moments: "Moments", contrasts: Floats, adjust: bool
) -> tuple[Floats, Floats, Floats]:
    """Go through the clusters one by one, in threads where they are many."""
    weighted = rows.w is not None
    w = rows.w if rows.w is not None else np.ones(len(rows.q))
    k, g, count = rows.q.shape[1], len(starts) - 1, contrasts.shape[1]
    h = k + (1 if len(moments.units) else 0)
    scores = np.zeros((g, rows.e.shape[1], h))
    d, y = np.zeros((g, count)), np.zeros((g, count, 2 * h if weighted else h))

    def work(part: slice) -> None:
        ends = slice(part.start, part.stop + 1)
        cluster_pieces(
            *(rows.q, rows.e, w, weighted, starts[ends], block[part], *moments),
            *(contrasts, adjust, scores[part], d[part], y[part]),
        )

    share = max(SHARE, -(-g // MOST_THREADS))
    parts = [slice(first, min(first + share, g)) for first in range(0, g, share)]
    if len(parts) == 1:
        work(parts[0])
    else:
        with ThreadPoolExecutor() as pool:
            list(pool.map(work, parts))
    return scores, d, y


class Moments(NamedTuple):
    """S = F'W²F by parts, and the values of the scaled indicators of blocks.

    Parameters
    ----------
    units : ndarray of float64, shape (B,)
        1 / sqrt(mass of the block); empty where none is absorbed.
    s_xx, s_xd, s_dd : ndarray of float64
        Shapes (k, k), (B, k), (B,); zeros without weights.
    """

    units: Floats
    s_xx: Floats
    s_xd: Floats
    s_dd: Floats


def _moments(fitted: Fit) -> Moments:
    k = fitted.basis.shape[1]
    blocks, w = fitted.blocks, fitted.weights
    if blocks is None:
        s_xx = np.zeros((k, k)) if w is None else (fitted.basis * (w * w)[:, None]).T @ fitted.basis
        return Moments(np.zeros(0), s_xx, np.zeros((1, k)), np.zeros(1))
    mass = np.bincount(blocks, weights=w)
    units = 1.0 / np.sqrt(mass)
    if w is None:
        return Moments(units, np.zeros((k, k)), np.zeros((len(mass), k)), np.zeros(len(mass)))
    squares = w * w
    s_xx = (fitted.basis * squares[:, None]).T @ fitted.basis
    columns = [np.bincount(blocks, weights=squares * fitted.basis[:, j]) * units for j in range(k)]
    s_xd = np.column_stack(columns) if columns else np.zeros((len(mass), 0))
    return Moments(units, s_xx, np.ascontiguousarray(s_xd), np.bincount(blocks, weights=squares) / mass)


def _omega(  # noqa: PLR0917
    weighted: bool, k: int, units: Floats, s_xx: Floats, s_xd: Floats, s_dd: Floats
) -> tuple[Floats, Floats, Floats]:
    blocks = len(units)
    if not weighted:
        return -np.eye(k), np.zeros((blocks, k, 1)), -np.ones((blocks, 1, 1))
    one = np.eye(k)
    xx = np.block([[s_xx, -one], [-one, np.zeros((k, k))]])
    xd = np.zeros((blocks, 2 * k, 2))
    xd[:, :k, 0] = s_xd[:blocks]
    dd = np.zeros((blocks, 2, 2))
    dd[:, 0, 0] = s_dd[:blocks]
    dd[:, 0, 1] = dd[:, 1, 0] = -1.0
    return xx, xd, dd


def _block_of_clusters(
    fitted: Fit, clusters: Codes, order: Codes | None, starts: Codes
) -> tuple[Codes, bool]:
    """Return each cluster's block, -1 where none is to account for, and whether clusters cross blocks.

    Without weights a block that lies within one cluster changes nothing: residuals and design are orthogonal
    to it there.
    """
    g = len(starts) - 1
    blocks = fitted.blocks
    if blocks is None:
        return np.full(g, -1, dtype=np.int64), False
    low, high = np.full(len(np.bincount(blocks)), g), np.full(len(np.bincount(blocks)), -1)
    np.minimum.at(low, blocks, clusters)
    np.maximum.at(high, blocks, clusters)
    whole = (low == high) & (fitted.weights is None)
    shown = np.where(whole[blocks], -1, blocks)
    sorted_blocks = shown if order is None else shown[order]
    least = np.minimum.reduceat(sorted_blocks, starts[:-1])
    most = np.maximum.reduceat(sorted_blocks, starts[:-1])
    return most.astype(np.int64), bool(np.any(least != most))


def _unabsorbed(fitted: Fit) -> Fit:
    """Return the same fit with a column for each block: clusters that cross blocks need them."""
    if fitted.blocks is None:
        return fitted
    count = int(fitted.blocks.max()) + 1
    if count > MOST_CROSSED:
        raise BadInputError(
            Words(
                "clusters that lie in several blocks are counted exactly up to 600 blocks only",
                "les grappes à cheval sur des strates ne sont comptées exactement que jusqu’à 600 strates",
            ),
            column="clusters",
            found=str(count),
            expected=Words(
                "clusters that each lie in one block", "des grappes comprises chacune dans une strate"
            ),
        )
    mass = np.bincount(fitted.blocks, weights=fitted.weights)
    dummies = np.zeros((fitted.n, count))
    dummies[np.arange(fitted.n), fitted.blocks] = 1.0 / np.sqrt(mass)[fitted.blocks]
    k = fitted.basis.shape[1]
    root = np.eye(k + count)
    root[:k, :k] = fitted.root
    names = (*fitted.names, *[""] * count)
    basis = np.hstack([fitted.basis, dummies])
    return Fit(fitted.coefficients, fitted.residuals, basis, root, fitted.weights, None, names)
