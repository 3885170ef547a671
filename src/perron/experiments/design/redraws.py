"""What else could have been drawn: the design's own law, for exact inference."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.experiments.design.choices import Design
from perron.experiments.design.law import check_seed
from perron.experiments.design.layout import lay_out
from perron.experiments.design.rerandomise import accepted_arms, rule_of
from perron.words import Words


def redraws(design: Design, units: pl.DataFrame, seed: int, draws: int) -> NDArray[np.int8]:
    """Draw an experiment again, many times, by the same law.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        The units, as in `draw`.
    seed : int
        Seed of these draws, from 0 to 2**63 - 1; it need not be that of the draw.
    draws : int
        How many, 1 or more.

    Returns
    -------
    ndarray of int8, shape (draws, n)
        Arms, as places in `design.arms`, in the order of `units`.

    Raises
    ------
    BadInputError
        Units that the design cannot draw, or a parameter outside its range.

    Notes
    -----
    Same strata, same counts, same rounding, same rule of acceptance as `draw`; only the source of chance
    differs (xorshift64* instead of SHA-256), for speed. The same seed gives the same draws, in any number.
    """
    check_seed(seed)
    if draws < 1:
        raise ParameterError(
            Words("one draw or more is needed", "il faut au moins un tirage"),
            column="draws",
            found=str(draws),
        )
    layout = lay_out(design, units)
    arms = accepted_arms(design, layout, rule_of(design, layout), seed, draws)
    place = pl.DataFrame({"unit": layout.units.get_column("unit"), "_at": np.arange(layout.units.height)})
    order = units.select(pl.col("unit").cast(pl.String)).join(
        place, on="unit", how="left", maintain_order="left"
    )
    return np.ascontiguousarray(arms[:, order.get_column("_at").to_numpy()])
