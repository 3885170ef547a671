"""Least squares with absorbed blocks: the fit that every regression-like estimator shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from perron.errors import BadInputError
from perron.experiments.estimate.sample import Codes, Floats
from perron.words import Words

COLLINEAR = 1e-9
"""Share of a column's length that must remain once the columns before it are taken out."""


LONG = 20_000
"""Rows from which Cholesky is taken for the basis."""

WELL = 1e-4
"""Share of a column that must be its own for Cholesky to be taken."""


@dataclass(frozen=True)
class Fit:
    """A weighted least-squares fit, blocks taken out.

    Parameters
    ----------
    coefficients : ndarray of float64, shape (k, m)
        One column for each outcome.
    residuals : ndarray of float64, shape (n, m)
        What the fit leaves, blocks included.
    basis : ndarray of float64, shape (n, k)
        Q, orthonormal in the weights (Q'WQ = I) and free of the blocks: X less its block means = Q R.
    root : ndarray of float64, shape (k, k)
        R, upper triangular.
    weights : ndarray of float64 or None, shape (n,)
        Weights, of mean 1.
    blocks : ndarray of int64 or None, shape (n,)
        Blocks absorbed, 0…B-1.
    names : tuple of str
        Columns of the design.
    """

    coefficients: Floats
    residuals: Floats
    basis: Floats
    root: Floats
    weights: Floats | None
    blocks: Codes | None
    names: tuple[str, ...]

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.basis)

    @property
    def parameters(self) -> int:
        """Coefficients estimated, blocks included."""
        absorbed = 0 if self.blocks is None else int(self.blocks.max()) + 1
        return int(self.basis.shape[1]) + absorbed


def fit(
    outcomes: Floats,
    columns: Sequence[Floats],
    names: Sequence[str],
    *,
    blocks: Codes | None = None,
    weights: Floats | None = None,
    actual: Floats | None = None,
) -> Fit:
    """Fit outcomes on columns by least squares, with one free level for each block.

    Parameters
    ----------
    outcomes : ndarray of float64, shape (n,) or (n, m)
        One or several outcomes.
    columns : sequence of ndarray of float64, each (n,)
        Regressors, without a constant: it is added where there are no blocks, in the first place.
    names : sequence of str
        Names of the columns.
    blocks : ndarray of int64 or None, shape (n,)
        Blocks to absorb, codes 0…B-1.
    weights : ndarray of float64 or None, shape (n,)
        Above 0.
    actual : ndarray of float64 or None, shape (n,)
        What the first column stands for in the second stage: residuals are taken with it, not with its
        projection.

    Returns
    -------
    Fit
        The fit; its first coefficient is the constant where there are no blocks.

    Raises
    ------
    BadInputError
        A column is a combination of the others (and of the blocks), or rows are too few.

    Notes
    -----
    Frisch & Waugh (1933): beta = (X~'W X~)^-1 X~'W Y with X~ = X less its weighted block means, computed as
    R^-1 Q'W Y from sqrt(W) X~ = sqrt(W) Q R.
    """
    y = outcomes[:, None] if outcomes.ndim == 1 else outcomes
    scaled = None if weights is None else weights / weights.mean()
    x = np.column_stack(columns) if blocks is not None else np.column_stack([np.ones(len(y)), *columns])
    labels = tuple(names) if blocks is not None else ("constant", *names)
    _check_count(len(y), x.shape[1] + (0 if blocks is None else int(blocks.max()) + 1))
    full = x
    x, y = _within(x, blocks, scaled), _within(y, blocks, scaled)
    root_weights = None if scaled is None else np.sqrt(scaled)[:, None]
    q, r = _orthonormal(x if root_weights is None else x * root_weights)
    _check_rank(r, full, labels)
    basis = q if root_weights is None else q / root_weights
    coefficients = np.asarray(
        np.linalg.solve(r, q.T @ (y if root_weights is None else y * root_weights)), dtype=np.float64
    )
    if actual is not None:
        x = x.copy()
        x[:, [labels.index(names[0])]] = _within(actual[:, None], blocks, scaled)
    return Fit(coefficients, y - x @ coefficients, basis, r, scaled, blocks, labels)


def _orthonormal(x: Floats) -> tuple[Floats, Floats]:
    """Return Q and R of x: by Cholesky twice where x is long and well conditioned, by reflections elsewhere.

    Twice is as exact as reflections (Yamamoto et al. 2015, Electronic Transactions on Numerical Analysis 44)
    and several times faster on a long table.
    """
    lengths = np.sqrt(np.einsum("ij,ij->j", x, x))
    if len(x) > LONG and (lengths > 0).all():
        q, r = x, np.eye(x.shape[1])
        try:
            for turn in range(2):
                step = np.linalg.cholesky(q.T @ q).T
                if turn == 0 and np.abs(np.diag(step) / lengths).min() < WELL:
                    return _reflected(x)
                q, r = q @ np.linalg.inv(step), step @ r
        except np.linalg.LinAlgError:
            return _reflected(x)
        return q, r
    return _reflected(x)


def _reflected(x: Floats) -> tuple[Floats, Floats]:
    q, r = np.linalg.qr(x)
    return q, r


def _within(table: Floats, blocks: Codes | None, weights: Floats | None) -> Floats:
    if blocks is None:
        return np.asarray(table, dtype=np.float64)
    out = np.empty(table.shape)
    mass = np.bincount(blocks, weights=weights)
    for j in range(table.shape[1]):
        column = table[:, j]
        total = np.bincount(blocks, weights=column if weights is None else column * weights)
        out[:, j] = column - (total / mass)[blocks]
    return out


def _check_count(rows: int, parameters: int) -> None:
    if rows <= parameters:
        raise BadInputError(
            Words(
                "there are not more rows than figures to estimate (columns, and one for each block)",
                "il n’y a pas plus de lignes que de chiffres à estimer (colonnes, et un par strate)",
            ),
            found=str(rows),
            expected=Words(f"more than {parameters} rows", f"plus de {parameters} lignes"),
        )


def _check_rank(r: Floats, x: Floats, names: tuple[str, ...]) -> None:
    lengths = np.linalg.norm(x, axis=0)
    left = np.abs(np.diag(r)) <= COLLINEAR * np.maximum(lengths, 1e-300)
    if left.any():
        raise BadInputError(
            Words(
                "this column is a combination of the others, of the blocks or of a constant: "
                "its effect cannot be told from theirs",
                "cette colonne est une combinaison des autres, des strates ou d’une constante\u00a0: "
                "son effet ne se distingue pas du leur",
            ),
            column=names[int(np.argmax(left))],
            expected=Words("a column that varies on its own", "une colonne qui varie par elle-même"),
        )
