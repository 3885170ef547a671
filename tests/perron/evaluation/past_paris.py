"""Some bureaux of Paris with their real past results, to rehearse on."""

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl

from perron.evaluation.history import History, history
from perron.samples import load_paris
from perron.samples.paris import FOLDER
from perron.targeting import load_blocs

BASE = "2019-europeennes"
"""The past election that plays the coming one."""


@cache
def paris() -> History:
    sample = load_paris()
    return history(sample.results_2017, sample.bureaux_2017, blocs=load_blocs(FOLDER / "blocs-centre.toml"))


@cache
def some(count: int, seed: int = 11) -> tuple[History, pl.DataFrame]:
    """Return the past of some bureaux drawn at random, and the units of an experiment on them."""
    whole = paris()
    often = whole.table.group_by("unit").len().filter(pl.col("len") == len(whole.elections))
    codes = often.get_column("unit").sort().to_numpy()
    kept = sorted(np.random.default_rng(seed).choice(codes, min(count, len(codes)), replace=False))
    mine = pl.col("unit").is_in(kept)
    past = replace(whole, table=whole.table.filter(mine), places=whole.places.filter(mine))
    abstention = 1 - pl.col("voters") / pl.col("registered")
    score = past.table.filter(election="2017-legislatives-2").select(
        "unit", votes_per_hour=abstention * pl.col("ours") / pl.col("voters")
    )
    units = past.registered().join(score, on="unit", how="left", maintain_order="left")
    return past, units
