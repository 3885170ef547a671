"""What neighbours share: the mean around a place, and how alike neighbours are."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def neighbour_matrix(pairs: NDArray[np.int64], n: int) -> csr_array:
    """Return the matrix that averages over neighbours.

    Parameters
    ----------
    pairs : ndarray of int64, shape (p, 2)
        Place and neighbour, each pair in both directions.
    n : int
        Places.

    Returns
    -------
    csr_array, shape (n, n)
        Rows add up to 1, or to 0 for a place without neighbours.
    """
    if len(pairs) == 0:
        return csr_array((n, n), dtype=np.float64)
    ones = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    ones.data[:] = 1.0
    degree = np.asarray(ones.sum(axis=1)).ravel()
    scale = np.divide(1.0, degree, out=np.zeros(n), where=degree > 0)
    return csr_array(ones.multiply(scale[:, None]))


def likeness(values: Floats, matrix: csr_array) -> float:
    """Return Moran's I: the slope of the neighbours' mean on the place's own value.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Values with mean near 0.
    matrix : csr_array, shape (n, n)
        Matrix of `neighbour_matrix`.

    Returns
    -------
    float
        1 where neighbours are alike, 0 where they have nothing in common (Moran 1950); 0 for no variation.
    """
    whole = float(values @ values)
    return float(values @ (matrix @ values)) / whole if whole > 0 else 0.0
