"""When a new dataset takes the place of one in force."""

import polars as pl

from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import Dataset
from perron_web.features.territory.queries.merging import OF_AREA, knows_doors
from perron_web.platform.files import load_table


def replaces(new: Dataset, old: Dataset) -> bool:
    """Say whether a dataset leaves nothing of an older one in force.

    Parameters
    ----------
    new : Dataset
        To come.
    old : Dataset
        In force.

    Returns
    -------
    bool
        Same kind, same election or year, and every commune (or figure, for statistics) of the old in the new.
    """
    dated = new.kind == DataKind.BUREAUX and new.year != old.year
    if new.kind != old.kind or new.election != old.election or dated:
        return False
    if new.sha256 == old.sha256 or new.kind in {DataKind.STREETS, DataKind.POLLING_PLACES}:
        return True
    return new.kind != DataKind.HOUSING and _covers(load_table(new.table), load_table(old.table), new.kind)


def _covers(mine: pl.DataFrame, theirs: pl.DataFrame, kind: str) -> bool:
    if kind == DataKind.STATISTICS:
        return set(theirs.columns) <= set(mine.columns) and _all_in(theirs, mine, pl.col("area"))
    if kind == DataKind.ADDRESSES and knows_doors(mine) != knows_doors(theirs):
        return False
    commune = OF_AREA if kind == DataKind.AREAS else pl.col("commune")
    return _all_in(theirs, mine, commune)


def _all_in(theirs: pl.DataFrame, mine: pl.DataFrame, key: pl.Expr) -> bool:
    known = mine.select(key.alias("key")).to_series().unique()
    return bool(theirs.select(key.is_in(known.implode()).all()).item())
