"""Who resembles whom in past elections: electors of one bureau, bureaux of one commune or arrondissement."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.evaluation.history import History
from perron.evaluation.placebos import placebos_of
from perron.experiments.power.placebo import Placebo, adjust
from perron.experiments.power.spread import icc, icc_of_people

GROUPS: Final = ("commune", "territory")


def resemblance(past: History, units: pl.DataFrame, measure: str = "turnout", bloc: str = "") -> pl.DataFrame:
    """Measure intra-cluster correlations in past elections.

    Parameters
    ----------
    past : History
        Past results.
    units : polars.DataFrame
        Column unit: the units of the experiment.
    measure, bloc : str
        Outcome, as in `History.counts`.

    Returns
    -------
    polars.DataFrame
        election, within ("unit": electors of one unit; "commune", "territory": units of one of them), groups,
        size (electors or units of one group on average), icc, adjusted (the same once earlier elections are
        accounted for; null within units). A level of which there is one group only is left out.

    Raises
    ------
    BadInputError
        As `placebos_of`.

    Notes
    -----
    Analysis of variance (`perron.experiments.power.spread`). Drawing whole communes multiplies the variance
    by 1 + (size − 1) × icc; `cluster_sd` makes the spread of a building from the correlation within units.
    """
    places = units.select(pl.col("unit").cast(pl.String)).join(
        past.places, on="unit", how="left", maintain_order="left", suffix="_past"
    )
    levels = {name: _codes(places.get_column(name)) for name in GROUPS}
    rows: list[dict[str, Any]] = []
    for placebo in placebos_of(past, units, measure, bloc):
        people = placebo.weights[placebo.known()]
        rows.append(
            {
                "election": placebo.election,
                "within": "unit",
                "groups": len(people),
                "size": float(people.mean()),
                "icc": icc_of_people(placebo.outcome, placebo.weights),
                "adjusted": None,
            }
        )
        rows += [_level(placebo, name, codes) for name, codes in levels.items() if len(np.unique(codes)) > 1]
    schema = {"election": pl.String, "within": pl.String, "groups": pl.Int64, "size": pl.Float64}
    return pl.DataFrame(rows, schema=schema | {"icc": pl.Float64, "adjusted": pl.Float64})


def _codes(labels: pl.Series) -> NDArray[np.int64]:
    """Return the group of each unit; those that say none make one together."""
    return labels.cast(pl.String).fill_null("").rank("dense").to_numpy().astype(np.int64) - 1


def _level(placebo: Placebo, name: str, codes: NDArray[np.int64]) -> dict[str, Any]:
    alone = adjust(placebo, np.zeros(len(codes), dtype=np.int64))
    there = codes[alone.kept]
    groups = len(np.unique(there))
    return {
        "election": placebo.election,
        "within": name,
        "groups": groups,
        "size": len(there) / groups,
        "icc": icc(placebo.outcome[alone.kept], there),
        "adjusted": icc(alone.residual, there),
    }
