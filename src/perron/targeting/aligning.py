"""Tables by bureau laid out in the order of some bureaux."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.geo.adjacency import neighbours as find_neighbours
from perron.stats.neighbours import neighbour_matrix

Floats = NDArray[np.float64]


def touching(bureaux: pl.DataFrame | None) -> pl.DataFrame | None:
    """Return the neighbours of bureaux that have a shape.

    Parameters
    ----------
    bureaux : polars.DataFrame or None
        Table `BUREAUX`, geometry or not.

    Returns
    -------
    polars.DataFrame or None
        Columns bureau and neighbour; None without shapes.
    """
    if bureaux is None or "geometry" not in bureaux.columns:
        return None
    return find_neighbours(bureaux)


def around_bureaux(bureaux: tuple[str, ...], neighbours: pl.DataFrame | None) -> csr_array | None:
    """Return the matrix that averages over neighbours, in the order of some bureaux.

    Parameters
    ----------
    bureaux : tuple of str, length n
        Bureaux.
    neighbours : polars.DataFrame or None
        Columns bureau and neighbour.

    Returns
    -------
    csr_array or None
        Matrix of shape (n, n), or None without neighbours.
    """
    if neighbours is None or neighbours.is_empty():
        return None
    order = pl.DataFrame({"bureau": list(bureaux)}).with_row_index("_i")
    pairs = neighbours.join(order, on="bureau").join(
        order.select(neighbour="bureau", _j="_i"), on="neighbour"
    )
    return neighbour_matrix(pairs.select("_i", "_j").to_numpy().astype(np.int64), len(bureaux))


def aligned(bureaux: tuple[str, ...], table: pl.DataFrame, column: str) -> Floats:
    """Return a column in the order of some bureaux.

    Parameters
    ----------
    bureaux : tuple of str, length n
        Bureaux wanted.
    table : polars.DataFrame
        Table with `bureau` and the column.
    column : str
        Column wanted.

    Returns
    -------
    ndarray of float64, shape (n,)
        Values, NaN where the table has none.
    """
    order = pl.DataFrame({"bureau": list(bureaux)})
    joined = order.join(table.select("bureau", column), on="bureau", how="left", maintain_order="left")
    return joined.get_column(column).cast(pl.Float64).fill_null(np.nan).to_numpy()
