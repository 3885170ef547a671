"""Live compliance of a sealed experiment: who was visited, arm by arm, and what it leaves of the power."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.db.models import Sum

from perron.errors import PerronError
from perron_web.features.canvassing.choices import Zone
from perron_web.features.canvassing.models import PlaceTally, Pulse
from perron_web.features.canvassing.queries.tally_rows import time_zone
from perron_web.features.canvassing.queries.unit_tables import assignment_of, span_of, visits_table
from perron_web.features.experiments.choices import Kind, UnitKind
from perron_web.features.experiments.choices.designs import ARM_WORDS
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.promised import promised_of
from perron_web.features.territory.models import Bureau
from perron_web.platform.providers import provides
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

KEPT_S: Final = 600
LISTED: Final = 50
"""Controls named."""


@dataclass(frozen=True)
class ArmDone:
    """What was done in one arm."""

    arm: str
    label: str
    left_alone: bool
    units: int
    doors: int
    visited: int
    """Units in which a door was knocked at."""
    knocked: int
    opened: int
    talked: int
    coverage: float
    """Share of doors knocked at: mean of its units, by their registered electors where known."""

    @property
    def share_opened(self) -> float | None:
        """Share of the doors knocked at that opened."""
        return self.opened / self.knocked if self.knocked else None


@dataclass(frozen=True)
class ExperimentCompliance:
    """What was done against what was drawn, since the seal."""

    arms: list[ArmDone]
    controls: list[dict[str, Any]]
    """Units left alone that were visited all the same, the most first: unit, name, knocked, opened, doors."""
    controls_visited: int
    visits_treated: int
    visits_control: int
    visits_elsewhere: int
    """Doors knocked at in units that were not drawn."""
    coverage: float
    """Share of the doors of units drawn to be visited that were knocked at."""
    contamination: float
    """The same of units left alone."""
    contact_rate: float | None
    """Share of the doors knocked at where somebody talked."""
    power: dict[str, Any] | None = None
    """`perron.experiments.power.power_left` as a dict: planned, now (chances), coverage_needed, …; None where
    nothing was foreseen."""
    power_words: str = ""
    zones: dict[str, int] = field(default_factory=dict)
    """Passages since the day of the seal: plan, outside, control; a door passed twice counts twice."""

    @property
    def visits(self) -> int:
        """Doors knocked at in all."""
        return self.visits_treated + self.visits_control + self.visits_elsewhere

    @property
    def share_control(self) -> float | None:
        """Share of the doors knocked at that were to be left alone; 13.3 % in 2012."""
        return self.visits_control / self.visits if self.visits else None


@provides("canvassing.compliance_of")
def compliance_of(experiment: Experiment) -> ExperimentCompliance | None:
    """Return what was done against a sealed draw, kept until reports come in.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment, in the scope of the whole campaign.

    Returns
    -------
    ExperimentCompliance or None
        None for a draft, and for experiments during the campaign.
    """
    if experiment.kind != Kind.CAMPAIGN or not hasattr(experiment, "draw"):
        return None
    pulse = Pulse.objects.values_list("number", flat=True).first() or 0
    closed = experiment.closed_at.isoformat() if experiment.closed_at else ""
    key = f"compliance-{experiment.pk}-{pulse}-{closed}-{language()}"
    found: ExperimentCompliance | None = cache.get(key)
    if found is None:
        found = _complied(experiment)
        cache.set(key, found, KEPT_S)
    return found


def _complied(experiment: Experiment) -> ExperimentCompliance:
    from perron.evaluation import compliance as science

    visits, drawn = visits_table(experiment), assignment_of(experiment)
    alone = {arm["name"]: "visit" not in arm["channels"] for arm in experiment.design["arms"]}
    told = science.compliance_of(drawn, visits, alone, electors=_electors(experiment, drawn))
    arms = [_arm(row) for row in told.arms.to_dicts()]
    treated = [one for one in arms if not one.left_alone]
    control = [one for one in arms if one.left_alone]
    outside = int(told.outside["knocked"])
    knocked = sum(one.knocked for one in arms)
    talked = sum(one.talked for one in arms)
    contact = talked / knocked if knocked else None
    reach = (_mean(treated), _mean(control), contact)
    power, words = _power(experiment, *reach) if knocked else (None, "")
    return ExperimentCompliance(
        arms=arms,
        controls=_named(told.controls.sort("knocked", descending=True).head(LISTED).to_dicts()),
        controls_visited=told.controls.height,
        visits_treated=sum(one.knocked for one in treated),
        visits_control=sum(one.knocked for one in control),
        visits_elsewhere=outside,
        coverage=reach[0],
        contamination=reach[1],
        contact_rate=contact,
        power=power,
        power_words=words,
        zones=_zones(experiment),
    )


def _arm(row: dict[str, Any]) -> ArmDone:
    names = ("units", "doors", "visited", "knocked", "opened", "talked")
    counts = {name: int(row[name] or 0) for name in names}
    label = str(ARM_WORDS.get(row["arm"], row["arm"]))
    return ArmDone(row["arm"], label, row["left_alone"], coverage=float(row["coverage"] or 0.0), **counts)


def _mean(arms: list[ArmDone]) -> float:
    units = sum(one.units for one in arms)
    return sum(one.units * one.coverage for one in arms) / units if units else 0.0


def _electors(experiment: Experiment, drawn: "pl.DataFrame") -> Any:
    """Return the registered of each unit; None below bureaux, where they are not known."""
    import numpy as np

    if experiment.unit != UnitKind.BUREAU:
        return None
    known = dict(Bureau.objects.filter(boundary_set__current=True).values_list("place", "registered"))
    counts = [float(known.get(place) or 0) for place in drawn.get_column("place")]
    return np.array(counts) if counts and all(counts) else None


def _named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the names of bureaux on units; a building is told by its bureau."""
    codes = {row["unit"].partition("/")[0] for row in rows}
    names = dict(Bureau.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        {**row, "bureau": (code := row["unit"].partition("/")[0]), "name": names.get(code, "")}
        for row in rows
    ]


def _zones(experiment: Experiment) -> dict[str, int]:
    since, until = span_of(experiment)
    zone = time_zone(experiment.campaign)
    rows = PlaceTally.objects.filter(day__gte=since.astimezone(zone).date())
    if until is not None:
        rows = rows.filter(day__lte=until.astimezone(zone).date())
    found = dict(rows.order_by().values_list("zone").annotate(n=Sum("visits")))
    return {one: int(found.get(one, 0)) for one in (Zone.PLAN, Zone.OUTSIDE, Zone.CONTROL)}


def _power(
    experiment: Experiment, coverage: float, contamination: float, contact: float | None
) -> tuple[dict[str, Any] | None, str]:
    """Return what compliance so far leaves of the power that was foreseen."""
    from perron.experiments.power import Reach, power_left

    try:
        promised = promised_of(experiment)
        if promised is None:
            return None, ""
        planned = Reach(promised["coverage"], promised["contamination"], promised["contact"])
        now = Reach(coverage, contamination, planned.contact if contact is None else contact)
        left = power_left(promised["error"], planned, now, df=promised["df"])
    except PerronError:
        return None, ""
    return left.to_dict(), left.words.text(language())
