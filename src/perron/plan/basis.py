"""What a finished plan leaves behind so that other choices can be tried at once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import polars as pl

from perron.plan.choices import Choices
from perron.plan.result import Plan
from perron.targeting import Priors
from perron.targeting.prior import Prior
from perron.turf import DoorTimes

_ENDS: Final = ("turnout", "support", "mobilisation", "persuasion", "votes_per_hour")
_KEPT: Final = (
    "bureau",
    "territory",
    "registered",
    "intermittent",
    *(f"{name}{end}" for name in _ENDS for end in ("", "_low", "_high")),
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A finished plan as far as `what_if` needs it: a few figures by bureau, no draws.

    Parameters
    ----------
    table : polars.DataFrame
        One row per bureau in the order of the plan: some columns of `SCORES`, then doors, minutes_per_door
        and turfs (null without addresses).
    choices : Choices
        The decisions it was computed with.
    priors : Priors
        What it believed of a visit.
    times : DoorTimes
        Minutes at doors.
    """

    table: pl.DataFrame
    choices: Choices
    priors: Priors
    times: DoorTimes


def basis_of(plan: Plan) -> Basis:
    """Keep of a plan what `what_if` needs.

    Parameters
    ----------
    plan : Plan
        A plan that `make_plan` made.

    Returns
    -------
    Basis
        The basis; its table is small enough to keep (about 100 bytes a bureau in Parquet).
    """
    kept = plan.scores.select(_KEPT)
    if plan.pace.is_empty():
        nothing = {"doors": pl.Int64, "minutes_per_door": pl.Float64, "turfs": pl.Int32}
        table = kept.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in nothing.items())
    else:
        pace = plan.pace.select("bureau", pl.col("doors").cast(pl.Int64), "minutes_per_door", "turfs")
        table = kept.join(pace, on="bureau", how="left", maintain_order="left")
    return basis_from(table, plan.parameters)


def basis_from(table: pl.DataFrame, parameters: Mapping[str, Any]) -> Basis:
    """Make a basis again from its table and the parameters in `plan.json`.

    Parameters
    ----------
    table : polars.DataFrame
        As in `Basis`.
    parameters : mapping
        Parameters of the plan.

    Returns
    -------
    Basis
        The basis.
    """
    return Basis(
        table,
        Choices(**{field.name: parameters[field.name] for field in fields(Choices)}),
        Priors(**{name: Prior(**prior) for name, prior in parameters["priors"].items()}),
        DoorTimes(**parameters["times"]),
    )
