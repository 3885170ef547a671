"""What leaving some alone costs: how many, and the votes that nobody goes and gets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from perron_web.features.experiments.queries.reach import ALL
from perron_web.features.experiments.queries.units import counted_units
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.trying import try_choices

if TYPE_CHECKING:
    from perron.experiments.design.choices import Design


@dataclass(frozen=True)
class Cost:
    """What a design leaves alone, and what it costs."""

    units: int
    left_alone: int
    not_visited: int
    """Units without a visit: those left alone, and those that receive something else."""
    votes: float | None
    """Votes expected less than if everybody could be visited; None when they cannot be worked out."""
    votes_all: float | None
    """Votes expected if everybody could be visited."""


def cost_of(run: Run, design: "Design", among: str = ALL) -> Cost:
    """Work out what a design leaves alone and costs, on the hours of a run.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    design : perron.experiments.design.Design
        The design.
    among : {"all", "plan"}
        Whether every bureau is drawn, or only those where the hours of the run lead.

    Returns
    -------
    Cost
        Votes by the same reckoning as the plan builder: hours go elsewhere, where they gain less.
    """
    units = 0 if design.unit in {"outing", "person"} else counted_units(run, design.unit, among)
    alone = sum(arm.share for arm in design.arms if not arm.channels)
    unvisited = sum(arm.share for arm in design.arms if not arm.visited)
    everyone = _votes(run, 0.0)
    held = None if everyone is None else _votes(run, round(unvisited, 6))
    return Cost(
        units=units,
        left_alone=round(alone * units),
        not_visited=round(unvisited * units),
        votes=None if everyone is None or held is None else max(0.0, everyone - held),
        votes_all=everyone,
    )


def _votes(run: Run, share: float) -> float | None:
    return _expected(run.pk, run.basis, share)


@lru_cache(maxsize=256)
def _expected(pk: int, basis: str, share: float) -> float | None:
    """Return the votes expected with a share left alone; kept, since sliders come back to the same places."""
    del basis  # a part of the key: the same run computed again
    run = Run.objects.get(pk=pk)
    if not run.parameters.get("hours"):
        return None
    found = try_choices(run, {**run.parameters, "holdout": share}, weeks=1.0, each_week=1.0)
    votes = found.figures.get("votes")
    return None if votes is None else float(votes)
