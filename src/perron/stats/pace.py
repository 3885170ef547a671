"""How fast pairs really go: minutes spent against minutes planned, walk by walk, breaks left out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

LONGEST: Final = 15.0
"""Minutes beyond which a silence may be a break (assumption: a coffee, a discussion in the street)."""
FEWEST: Final = 6
"""Timed doors under which a walk says nothing of the pace (assumption)."""
TIMED: Final = (0.2, 5.0)
"""Minutes spent over minutes planned, outside which a walk was not reported as it was made (assumption)."""
NORMAL_95: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is believed of the pace before any walk is timed.

    Parameters
    ----------
    campaign : float
        Spread (standard deviation of the logarithm) of a campaign's pace around the plan's. Assumption.
    bureaux : float
        Spread of bureaux around their campaign. Assumption.
    walks : float
        Spread of walks around their bureau. Assumption.
    worth : float
        Degrees of freedom that the two last spreads are worth against the measured ones. Choice.
    """

    campaign: float = 0.25
    bureaux: float = 0.15
    walks: float = 0.35
    worth: float = 4.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes spent over minutes planned.

    Parameters
    ----------
    ratio, low, high : float
        For a bureau that nobody has walked; ends of the 90 % interval of the campaign's mean.
    walks : int
        Walks timed.
    table : polars.DataFrame
        bureau, walks, ratio, low, high: one row for each bureau walked.
    """

    ratio: float
    low: float
    high: float
    walks: int
    table: pl.DataFrame


def time_walks(visits: pl.DataFrame, *, longest: float = LONGEST, fewest: int = FEWEST) -> pl.DataFrame:
    """Add up the minutes of each walk, from one report to the next.

    Parameters
    ----------
    visits : polars.DataFrame
        walk (String: one pair on one turf on one day), bureau (String), minute (Float64, minutes since any
        origin), planned (Float64, minutes the plan gives this door, 0 or more). One row per door.
    longest : float
        A silence longer than this many minutes, and three times what was planned, is a break: it is left
        out together with the doors reported at its end.
    fewest : int
        Timed doors under which a walk is left out, 1 or more.

    Returns
    -------
    polars.DataFrame
        walk, bureau, doors (timed), minutes, planned, breaks (how many); one row per walk.

    Notes
    -----
    Doors reported at the same instant (a floor where nobody opens) share the time since the report before;
    those of a walk's first instant have none before and are not timed. A walk whose minutes are less than a
    fifth or more than five times those planned was written down afterwards, and is left out.
    """
    moments = visits.group_by("walk", "bureau", "minute").agg(pl.col("planned").sum(), doors=pl.len())
    moments = moments.sort("walk", "bureau", "minute").with_columns(
        gap=pl.col("minute") - pl.col("minute").shift(1).over("walk", "bureau")
    )
    timed = moments.drop_nulls("gap").with_columns(
        pause=(pl.col("gap") > longest) & (pl.col("gap") > 3.0 * pl.col("planned"))
    )
    kept = ~pl.col("pause")
    walks = timed.group_by("walk", "bureau", maintain_order=True).agg(
        pl.col("doors").filter(kept).sum().cast(pl.Int64),
        pl.col("gap").filter(kept).sum().alias("minutes"),
        pl.col("planned").filter(kept).sum(),
        pl.col("pause").sum().cast(pl.Int64).alias("breaks"),
    )
    ratio = pl.col("minutes") / pl.col("planned")
    return walks.filter(
        (pl.col("doors") >= fewest) & (pl.col("planned") > 0) & ratio.is_between(*TIMED)
    ).sort("walk", "bureau")


def estimate_pace(walks: pl.DataFrame, beliefs: Beliefs | None = None) -> Pace:
    """Estimate how minutes spent compare with minutes planned, in each bureau walked and elsewhere.

    Parameters
    ----------
    walks : polars.DataFrame
        bureau, minutes and planned (both above 0), one row per walk, as `time_walks` gives them.
    beliefs : Beliefs, optional
        What is believed before any walk.

    Returns
    -------
    Pace
        Ratios; 1 everywhere when nothing was walked.

    Notes
    -----
    Normal-normal shrinkage of log ratios on two levels: walks in a bureau, bureaux in a campaign (Gelman et
    al. 2013, *Bayesian Data Analysis*, section 5.4). Logarithms further than 2.5 robust deviations from
    their median are brought back to that distance. See docs/methods/pace.md.
    """
    beliefs = beliefs or Beliefs()
    if walks.is_empty():
        half = NORMAL_95 * beliefs.campaign
        nothing = {"bureau": pl.String, "walks": pl.Int64}
        figures = dict.fromkeys(("ratio", "low", "high"), pl.Float64)
        table = pl.DataFrame(schema={**nothing, **figures})
        return Pace(1.0, float(np.exp(-half)), float(np.exp(half)), 0, table)
    logs = np.log((walks.get_column("minutes") / walks.get_column("planned")).to_numpy().astype(np.float64))
    rows = walks.select("bureau").with_columns(pl.Series("log", _tamed(logs, beliefs.walks)))
    means = rows.group_by("bureau").agg(
        pl.col("log").mean(), pl.len().cast(pl.Int64).alias("walks"), pl.col("log").var().alias("var")
    )
    return _shrunk(means.sort("bureau"), beliefs)


def _tamed(logs: np.ndarray, least: float) -> np.ndarray:
    """Bring far values back to 2.5 robust deviations from the median."""
    middle = float(np.median(logs))
    spread = max(1.4826 * float(np.median(np.abs(logs - middle))), least / 2)
    out: np.ndarray = np.clip(logs, middle - 2.5 * spread, middle + 2.5 * spread)
    return out


def _shrunk(means: pl.DataFrame, beliefs: Beliefs) -> Pace:
    """Pull each bureau toward the campaign, and the campaign toward the plan."""
    own = means.get_column("log").to_numpy()
    count = means.get_column("walks").to_numpy().astype(np.float64)
    inner = float((means.get_column("var").fill_null(0.0).to_numpy() * (count - 1)).sum())
    within = _pooled(inner, float((count - 1).sum()), beliefs.walks, beliefs.worth)
    between = _between(own, count, within, beliefs)
    centre = -within / 2  # so that the mean ratio, not its median, is believed to be 1
    weight = 1.0 / (between + within / count)
    precision = float(weight.sum()) + beliefs.campaign**-2
    campaign = (float((weight * own).sum()) + centre * beliefs.campaign**-2) / precision
    trust = between / (between + within / count)
    log = campaign + trust * (own - campaign)
    half = NORMAL_95 * np.sqrt(between * (1 - trust) + (1 - trust) ** 2 / precision)
    up = within / 2
    table = means.select("bureau", "walks").with_columns(
        pl.Series("ratio", np.exp(log + up)),
        pl.Series("low", np.exp(log + up - half)),
        pl.Series("high", np.exp(log + up + half)),
    )
    ends = NORMAL_95 / np.sqrt(precision)
    low, ratio, high = (float(np.exp(campaign + up + move)) for move in (-ends, 0.0, ends))
    return Pace(ratio, low, high, int(count.sum()), table)


def _pooled(squares: float, degrees: float, believed: float, worth: float) -> float:
    return (worth * believed**2 + squares) / (worth + degrees)


def _between(own: np.ndarray, count: np.ndarray, within: float, beliefs: Beliefs) -> float:
    """Return the variance between bureaux: the moments of DerSimonian and Laird (1986), shrunk."""
    weight = count / within
    total = float(weight.sum())
    mean = float((weight * own).sum()) / total
    excess = float((weight * (own - mean) ** 2).sum()) - (len(own) - 1)
    scale = total - float((weight**2).sum()) / total
    found = max(excess / scale, 0.0) if scale > 1e-9 else 0.0
    return _pooled(found * (len(own) - 1), len(own) - 1.0, beliefs.bureaux, beliefs.worth)
