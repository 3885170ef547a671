"""The experiment described, and what its arms were before the vote."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.evaluation.content import said
from perron.evaluation.sentences import arm_label, measure_label
from perron.experiments.design.balance import balance
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw
from perron.experiments.estimate.estimate import plain
from perron.words import Words


def experiment_of(draw: SealedDraw, electors: NDArray[np.float64] | None) -> dict[str, Any]:
    """Describe the experiment.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    electors : ndarray of float64, shape (units,), or None
        Registered electors of each unit.

    Returns
    -------
    dict
        name, unit, kind, record, sealed_at, sealed_by, seed, design, strata, clusters, arms.
    """
    table = draw.assignment
    arms = []
    for arm in draw.design.arms:
        own = (table.get_column("arm") == arm.name).to_numpy()
        arms.append(
            {
                "name": arm.name,
                "label": said(arm_label(arm.name)),
                "channels": list(arm.channels),
                "share": arm.share,
                "left_alone": not arm.channels,
                "units": int(own.sum()),
                "registered": None if electors is None else float(electors[own].sum()),
            }
        )
    return {
        "name": draw.name,
        "unit": draw.design.unit,
        "kind": draw.design.kind,
        "record": draw.hash,
        "sealed_at": draw.record.get("sealed_at", ""),
        "sealed_by": draw.record.get("sealed_by", ""),
        "seed": draw.seed,
        "design": draw.design.to_dict(),
        "strata": table.get_column("stratum").n_unique(),
        "clusters": table.get_column("cluster").n_unique(),
        "arms": arms,
    }


def balance_of(draw: SealedDraw, table: pl.DataFrame, known: Sequence[Outcome]) -> dict[str, Any] | None:
    """Compare the arms on what was known before: columns of the draw, each outcome at the election before.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    table : polars.DataFrame
        Checked outcomes.
    known : sequence of Outcome
        What they are.

    Returns
    -------
    dict or None
        rows (column, label, arm, units, mean, difference, standardised, low, high), distance, p, draws;
        None where nothing was known.
    """
    units = draw.units
    numbers = [name for name in units.columns if name != "unit" and units.schema[name].is_numeric()]
    labels = {name: _COLUMNS.get(name, Words(name, name)) for name in numbers}
    for outcome in known:
        rows = table.filter((pl.col("outcome") == outcome.name) & pl.col("before").is_not_null())
        if rows.height > units.height / 2:
            column = f"before {outcome.name}"
            units = units.join(rows.select("unit", pl.col("before").alias(column)), on="unit", how="left")
            name = measure_label(outcome.measure, outcome.bloc)
            labels[column] = Words(f"{name.en}, before", f"{name.fr}, avant")
    if not labels:
        return None
    found = balance(draw.design, units, draw.assignment, list(labels)).to_dict()
    for row in found["rows"]:
        row["label"] = said(labels[row["column"]])
    out: dict[str, Any] = plain(found)
    return out


_COLUMNS = {
    "registered": Words("Registered electors", "Inscrits"),
    "votes_per_hour": Words("Votes gained per hour (score)", "Voix gagnées par heure (score)"),
}
