"""The plan's flat tables: `bureaux.csv` and `doors.parquet`."""

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from perron.plan import Plan


def by_bureau(plan: "Plan") -> pl.DataFrame:
    """Return everything the plan says of each bureau on one row, best first.

    Parameters
    ----------
    plan : Plan
        A finished plan.

    Returns
    -------
    polars.DataFrame
        Scores, then allocation, then profiles; columns already met are not repeated. Expected votes of the
        allocation are `votes`, `votes_low`, `votes_high`.
    """
    frame = plan.scores
    codes = plan.areas.select("bureau", "commune", "number")
    for other in (codes, plan.allocation, plan.profiles):
        if "bureau" not in other.columns:
            continue
        new = [name for name in other.columns if name not in frame.columns]
        frame = frame.join(other.select("bureau", *new), on="bureau", how="left", maintain_order="left")
    return frame


def write_bureaux_csv(plan: "Plan", path: Path) -> None:
    """Write one line per bureau: UTF-8, comma, decimal point, floats that read back exactly.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    """
    by_bureau(plan).write_csv(path)


def write_doors(plan: "Plan", path: Path) -> None:
    """Write the plan's stops in walking order as Parquet (Zstandard).

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    """
    plan.doors.write_parquet(path, compression="zstd", compression_level=3, statistics=True)
