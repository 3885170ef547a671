"""Heteroskedasticity- and cluster-robust covariance, with Bell–McCaffrey degrees of freedom."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from perron.experiments.estimate.linear import Fit
from perron.experiments.estimate.pieces import pieces_of
from perron.experiments.estimate.sample import Codes, Floats

Kind = Literal["CR0", "CR1", "CR1S", "CR2"]


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
    k = fitted.basis.shape[1]
    pieces = pieces_of(fitted, clusters, wanted, adjust=kind == "CR2")
    g = len(pieces.scores)
    outcomes = fitted.residuals.shape[1]
    within = pieces.scores[:, :, :k].reshape(g * outcomes, k) @ np.linalg.inv(fitted.root).T
    parts = np.moveaxis(within.reshape(g, outcomes, k), 1, 2)
    df = np.full(k, np.nan)
    for place, i in enumerate(wanted):
        df[i] = pieces.df(place)
    levels = pieces.scores[:, :, k:].reshape(g, -1)
    return Robust(parts * np.sqrt(_factor(kind, g, fitted)), df, g, levels)


def _factor(kind: Kind, g: int, fitted: Fit) -> float:
    if kind in {"CR0", "CR2"}:
        return 1.0
    small = g / (g - 1.0)
    return small if kind == "CR1" else small * (fitted.n - 1.0) / (fitted.n - fitted.parameters)


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
