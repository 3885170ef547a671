"""The draw of bureaux left alone, so that the effect of the visits can be measured."""

import numpy as np
import polars as pl

from perron.errors import ParameterError
from perron.experiments.design.dealing import deal
from perron.words import Words


def hold_out(scores: pl.DataFrame, share: float, seed: int, stratum_size: int = 5) -> pl.DataFrame:
    """Draw at random, among bureaux of similar score, those that are left alone.

    Parameters
    ----------
    scores : polars.DataFrame
        Columns bureau and votes_per_hour.
    share : float
        Share of bureaux left alone, between 0 and 1 (0.2: one in five).
    seed : int
        Seed of the draw, kept with the plan.
    stratum_size : int
        Bureaux in a stratum, 2 or more (five in 2012).

    Returns
    -------
    polars.DataFrame
        Columns bureau, held_out, stratum (from 0, best scores first), in the order of `scores`. The last
        stratum takes the remainder and holds up to twice the size less one.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    Design of Pons 2018 (American Economic Review 108(6)): bureaux ranked, strata of five, one in five left
    alone. Where share × size is not whole, the fractions are carried from stratum to stratum
    from a random start, so that each bureau has the same chance and the total is share × n within one.
    Chance is SHA-256 of the seed and the bureau's code (`perron.experiments.design.tickets`): the draw of the
    default design, `perron.experiments.design.draw`, is this one.
    """
    if not 0.0 <= share <= 1.0 or stratum_size < 2:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            found=f"share = {share}, stratum_size = {stratum_size}",
            expected=Words("0 <= share <= 1, stratum_size >= 2", "0 <= share <= 1, stratum_size >= 2"),
        )
    ranked = scores.select("bureau", "votes_per_hour").with_row_index("_row")
    ranked = ranked.sort(["votes_per_hour", "bureau"], descending=[True, False], nulls_last=True)
    n = ranked.height
    strata = np.minimum(np.arange(n) // stratum_size, max(n // stratum_size - 1, 0))
    drawn = np.zeros(n, dtype=np.bool_)
    if n:
        drawn = deal(ranked.get_column("bureau").to_list(), strata, (share, 1.0 - share), seed=seed) == 0
    table = ranked.with_columns(
        pl.Series("held_out", drawn, dtype=pl.Boolean), pl.Series("stratum", strata, dtype=pl.Int32)
    )
    return table.sort("_row").select("bureau", "held_out", "stratum")
