"""Heteroskedasticity- and cluster-robust covariance, with Bell–McCaffrey degrees of freedom."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from perron.errors import BadInputError
from perron.experiments.estimate.gram import cluster_pieces
from perron.experiments.estimate.linear import Fit
from perron.experiments.estimate.sample import Codes, Floats
from perron.words import Words

Kind = Literal["CR0", "CR1", "CR1S", "CR2"]

SHARE = 10_000
"""Clusters that one thread takes at the least."""

MOST_THREADS = 8

MOST_CROSSED = 600
"""Blocks that clusters may cross: each then takes a column of its own."""


@dataclass(frozen=True)
class Robust:
    """Each cluster's part in the error of the coefficients.

    Parameters
    ----------
    parts : ndarray of float64, shape (G, k, m)
        The covariance of coefficients (i, a) and (j, b) is the sum over clusters of
        parts[:, i, a] parts[:, j, b].
    df : ndarray of float64, shape (k,)
        Satterthwaite degrees of freedom of each coefficient (NaN where not asked).
    clusters : int
        Clusters (rows where there are none).
    levels : ndarray of float64, shape (G, m)
        Adjusted scores on the level of each cluster's block; empty where no block is absorbed.
    """

    parts: Floats
    df: Floats
    clusters: int
    levels: Floats

    def covariance(self, outcome: int = 0) -> Floats:
        """Return the covariance of the coefficients for one outcome, shape (k, k).

        Parameters
        ----------
        outcome : int
            Which outcome.

        Returns
        -------
        ndarray of float64, shape (k, k)
            Covariance.
        """
        here = self.parts[:, :, outcome]
        return np.asarray(here.T @ here)


def robust(
    fitted: Fit, clusters: Codes | None, *, kind: Kind = "CR2", wanted: tuple[int, ...] = ()
) -> Robust:
    """Return the robust covariance of a fit.

    Parameters
    ----------
    fitted : Fit
        The fit, blocks absorbed.
    clusters : ndarray of int64 or None, shape (n,)
        Codes 0…G-1; None: each row stands alone (CR0 is then HC0, CR1S HC1, CR2 HC2).
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        No correction; G / (G - 1); G (n - 1) / ((G - 1) (n - p)); the bias-reduced linearisation.
    wanted : tuple of int
        Coefficients whose degrees of freedom are computed.

    Returns
    -------
    Robust
        Parts of the covariance and degrees of freedom.

    Raises
    ------
    BadInputError
        Clusters cross more than 600 blocks.

    Notes
    -----
    V = M [sum_g X_g'W_g A_g e_g e_g'A_g'W_g X_g] M, M = (X'WX)^-1. CR2 (Bell & McCaffrey 2002; Pustejovsky &
    Tipton 2018, doi:10.1080/07350015.2016.1247004): A_g = B_g^(-1/2), the symmetric square root of the
    pseudo-inverse of B_g = ((I - H)(I - H)')_gg, H = F (F'WF)^-1 F'W with F the whole design, absorbed blocks
    included, so that V is unbiased when errors are independent with the same variance. With
    V_g = [F_g, W_g F_g], B_g = I + V_g C V_g' and B_g^(-1/2) = I + V_g Psi V_g': only the Gram matrix V_g'V_g
    is needed. Without clusters, rows are scaled by sqrt(w) first, which makes HC2 with leverages w x'Mx.
    Degrees of freedom: (tr P)² / tr(P²), P_gh = a_g'((I - H)(I - H)')_gh a_h, a_g = A_g W_g X_g M c.
    """
    if clusters is None:
        return _rows(fitted, kind, wanted)
    order = np.argsort(clusters, kind="stable")
    sizes = np.bincount(clusters)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    block, crossed = _block_of_clusters(fitted, clusters, order, starts)
    if crossed:
        fitted, k = _unabsorbed(fitted), fitted.basis.shape[1]
    else:
        k = fitted.basis.shape[1]
    pieces = _pieces(fitted, order, starts, block, wanted, adjust=kind == "CR2")
    scores = pieces.scores[:, :, : fitted.basis.shape[1]]
    parts = np.moveaxis(scores @ np.linalg.inv(fitted.root).T, 1, 2)[:, :k]
    df = np.full(k, np.nan)
    for place, i in enumerate(wanted):
        df[i] = pieces.df(place)
    g = len(sizes)
    levels = pieces.scores[:, :, fitted.basis.shape[1] :].reshape(g, -1)
    return Robust(parts * np.sqrt(_factor(kind, g, fitted)), df, g, levels)


def _factor(kind: Kind, g: int, fitted: Fit) -> float:
    if kind in {"CR0", "CR2"}:
        return 1.0
    small = g / (g - 1.0)
    return small if kind == "CR1" else small * (fitted.n - 1.0) / (fitted.n - fitted.parameters)


@dataclass(frozen=True)
class _Pieces:
    scores: Floats
    d: Floats
    y: Floats
    block: Codes
    omega_xx: Floats
    omega_xd: Floats
    omega_dd: Floats

    def df(self, place: int) -> float:
        """(tr P)² / tr(P²) for P = diag(d) + Y Omega Y', never formed."""
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


def _pieces(
    fitted: Fit, order: Codes, starts: Codes, block: Codes, wanted: tuple[int, ...], *, adjust: bool
) -> _Pieces:
    weighted = fitted.weights is not None
    q, e = np.ascontiguousarray(fitted.basis[order]), np.ascontiguousarray(fitted.residuals[order])
    w = fitted.weights[order] if fitted.weights is not None else np.ones(1)
    if not weighted:
        w = np.broadcast_to(w, (len(q),)).copy()
    k, g = q.shape[1], len(starts) - 1
    units, s_xx, s_xd, s_dd = _moments(fitted)
    contrasts = np.ascontiguousarray(np.linalg.inv(fitted.root).T[:, list(wanted)])
    h = k + (1 if len(units) else 0)
    r = 2 * h if weighted else h
    scores = np.zeros((g, e.shape[1], h))
    d, y = np.zeros((g, len(wanted))), np.zeros((g, len(wanted), r))

    def work(part: slice) -> None:
        ends = slice(part.start, part.stop + 1)
        cluster_pieces(
            *(q, e, w, weighted, starts[ends], block[part], units, s_xx, s_xd, s_dd),
            *(contrasts, adjust, scores[part], d[part], y[part]),
        )

    share = max(SHARE, -(-g // MOST_THREADS))
    parts = [slice(first, min(first + share, g)) for first in range(0, g, share)]
    if len(parts) == 1:
        work(parts[0])
    else:
        with ThreadPoolExecutor() as pool:
            list(pool.map(work, parts))
    return _Pieces(scores, d, y, block, *_omega(weighted, k, len(units), s_xx, s_xd, s_dd))


def _moments(fitted: Fit) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the scaled indicators of blocks and S = F'W²F by parts (zeros without weights)."""
    k = fitted.basis.shape[1]
    blocks, w = fitted.blocks, fitted.weights
    if blocks is None:
        s_xx = np.zeros((k, k)) if w is None else (fitted.basis * (w * w)[:, None]).T @ fitted.basis
        return np.zeros(0), s_xx, np.zeros((1, k)), np.zeros(1)
    mass = np.bincount(blocks, weights=w)
    units = 1.0 / np.sqrt(mass)
    if w is None:
        return units, np.zeros((k, k)), np.zeros((len(mass), k)), np.zeros(len(mass))
    squares = w * w
    s_xx = (fitted.basis * squares[:, None]).T @ fitted.basis
    columns = [np.bincount(blocks, weights=squares * fitted.basis[:, j]) * units for j in range(k)]
    s_xd = np.column_stack(columns) if columns else np.zeros((len(mass), 0))
    return units, s_xx, np.ascontiguousarray(s_xd), np.bincount(blocks, weights=squares) / mass


def _omega(  # noqa: PLR0917
    weighted: bool, k: int, blocks: int, s_xx: Floats, s_xd: Floats, s_dd: Floats
) -> tuple[Floats, Floats, Floats]:
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


def _block_of_clusters(fitted: Fit, clusters: Codes, order: Codes, starts: Codes) -> tuple[Codes, bool]:
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
    sorted_blocks = np.where(whole[blocks], -1, blocks)[order]
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
                "les grappes à cheval sur des strates ne sont comptées exactement que jusqu'à 600 strates",
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


def _rows(fitted: Fit, kind: Kind, wanted: tuple[int, ...]) -> Robust:
    """Each row its own cluster, in closed form."""
    scale = np.ones(fitted.n) if fitted.weights is None else np.sqrt(fitted.weights)
    q, e = fitted.basis * scale[:, None], fitted.residuals * scale[:, None]
    leverage = np.einsum("ij,ij->i", q, q)
    if fitted.blocks is not None:
        mass = np.bincount(fitted.blocks, weights=fitted.weights)
        unit = scale / np.sqrt(mass)[fitted.blocks]
        leverage = leverage + unit**2
    rest = 1.0 - leverage
    a = np.ones(fitted.n)
    if kind == "CR2":
        a = np.where(rest > 1e-10, 1.0 / np.sqrt(np.maximum(rest, 1e-10)), 0.0)
    inverse = np.linalg.inv(fitted.root)
    scores = (q * a[:, None])[:, :, None] * e[:, None, :]
    parts = np.einsum("ij,gjm->gim", inverse, scores)
    df = np.full(q.shape[1], np.nan)
    for i in wanted:
        alone = (q @ inverse[i]) * a
        y = q * alone[:, None]
        inside = -np.einsum("ij,ij->i", y, y)
        total = float(np.sum((y.T @ y) ** 2))
        if fitted.blocks is not None:
            yd = unit * alone
            inside = inside - yd**2
            cross = [np.bincount(fitted.blocks, weights=y[:, j] * yd) for j in range(y.shape[1])]
            total += 2 * float(np.sum(np.square(cross)))
            total += float(np.sum(np.bincount(fitted.blocks, weights=yd**2) ** 2))
        d = alone**2
        square = float(np.sum(d * d) + 2 * np.sum(d * inside)) + total
        df[i] = float((d.sum() + inside.sum()) ** 2 / square) if square > 0 else np.nan
    factor = fitted.n / (fitted.n - fitted.parameters) if kind == "CR1S" else 1.0
    return Robust(parts * np.sqrt(factor), df, fitted.n, np.zeros((fitted.n, 0)))
