"""What an experiment during the campaign gives: the outcome by arm, compared by the science's estimators."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from perron.errors import PerronError
from perron_web.features.experiments.choices.trials import (
    COUNTED,
    DOORS_SUPPOSED,
    LIKENESS_SUPPOSED,
    OPENED_SUPPOSED,
    PEOPLE_SUPPOSED,
    Outcome,
)
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.queries.trial_reports import counted_in, reports_of
from perron_web.features.experiments.queries.trials import came_in_order, trial_of
from perron_web.platform.providers import ask
from perron_web.platform.words import language

if TYPE_CHECKING:
    from perron.experiments.estimate import Comparison, Estimate

PERMUTATIONS: Final = 2000
LEAST: Final = 4
"""Units with reports in each arm under which nothing is compared."""


@dataclass(frozen=True)
class ArmResult:
    """What one arm gave."""

    name: str
    came: int
    reported: int
    count: float
    total: float

    @property
    def share(self) -> float | None:
        """The outcome; None without reports."""
        return self.count / self.total if self.total else None


@dataclass(frozen=True)
class Compared:
    """One arm against the one it is compared with."""

    arm: str
    main: "Estimate"
    method: str
    p_permuted: float | None
    by_pair: "Estimate | None"
    others: list["Estimate"] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        """Whether the interval leaves no effect out."""
        return self.main.low > 0 or self.main.high < 0

    @property
    def better(self) -> bool:
        """Whether the arm gives more than the one it is compared with."""
        return self.main.estimate > 0


@dataclass(frozen=True)
class Results:
    """Where a trial stands."""

    arms: list[ArmResult]
    compared: list[Compared]
    too_few: bool
    refused: str = ""

    @property
    def reported(self) -> int:
        """Units with reports."""
        return sum(arm.reported for arm in self.arms)


@dataclass(frozen=True)
class _Row:
    arm: int
    at: int
    group: str
    count: float
    total: float


def results_of(experiment: Experiment) -> Results:
    """Return the outcome of a trial by arm, and what the arms differ by.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs or ran, in the scope of the whole campaign.

    Returns
    -------
    Results
        Figures; comparisons are left out while an arm has fewer than four units with reports.
    """
    units = list(came_in_order(experiment))
    rows = _rows(experiment, units)
    arms = [
        ArmResult(
            arm["name"],
            sum(unit.arm == arm["name"] for unit in units),
            sum(row.arm == at for row in rows),
            sum(row.count for row in rows if row.arm == at),
            sum(row.total for row in rows if row.arm == at),
        )
        for at, arm in enumerate(experiment.design["arms"])
    ]
    if not arms or min(arm.reported for arm in arms) < LEAST:
        return Results(arms, [], too_few=True)
    try:
        compared = [_compared(experiment, units, rows, at, arm.name) for at, arm in enumerate(arms) if at]
    except PerronError as error:
        return Results(arms, [], too_few=False, refused=error.text(language()))
    return Results(arms, compared, too_few=False)


def _rows(experiment: Experiment, units: Sequence[Unit]) -> list[_Row]:
    """Join what was reported to the units that came; some outcomes need no report to count as nothing."""
    names = [arm["name"] for arm in experiment.design["arms"]]
    reported = reports_of(experiment, units)
    found = []
    for at, unit in enumerate(units):
        told = reported.get(unit.key)
        counted = counted_in(experiment.design["outcome"], told)
        if counted is not None and counted[1] > 0:
            group = told.group if told else ""
            found.append(_Row(names.index(unit.arm), at, group, *counted))
    return found


def _compared(
    experiment: Experiment, units: Sequence[Unit], rows: Sequence[_Row], arm: int, name: str
) -> Compared:
    import numpy as np

    from perron.experiments.design.sequential import block_codes
    from perron.experiments.estimate import Sample, cluster_robust, estimate_all

    kept = [row for row in rows if row.arm in {0, arm}]
    blocks = block_codes(trial_of(experiment), [unit.cluster for unit in units])
    given: dict[str, Any] = {
        "outcome": np.array([row.count / row.total for row in kept]),
        "assigned": np.array([int(row.arm == arm) for row in kept]),
        "weights": np.array([row.total for row in kept]),
    }
    inside = np.array([blocks[row.at] for row in kept])
    sample = Sample(**given, blocks=inside)
    whole = estimate_all(
        sample, permutations=PERMUTATIONS, seed=1, arm=name, control=experiment.design["arms"][0]["name"]
    )
    groups = [row.group or f"#{row.at}" for row in kept]
    by_pair = None
    if len(set(groups)) < len(groups):
        codes = np.unique(groups, return_inverse=True)[1]
        try:
            by_pair = cluster_robust(Sample(**given, clusters=codes))
        except PerronError:
            by_pair = None
    return _told(name, whole, by_pair)


def _told(name: str, whole: "Comparison", by_pair: "Estimate | None") -> Compared:
    permuted = next((one.p for one in whole.estimates if one.method == "permutation"), None)
    others = [one for one in whole.estimates if one.method not in {whole.called_for, "permutation"}]
    main = whole.main
    return Compared(name, main, main.label.text(language()), permuted, by_pair, others)


def reachable(unit: str, outcome: str, arms: int, planned: int) -> float | None:
    """Return the smallest difference that a trial of this size would show, four times in five.

    Parameters
    ----------
    unit : str
        What is given an arm.
    outcome : str
        What is counted.
    arms : int
        Arms of equal shares.
    planned : int
        Units announced.

    Returns
    -------
    float or None
        Difference of shares between two arms; None when an arm would hold fewer than two units. From the
        spread of the turfs walked so far where there are twenty, else from suppositions of `choices.trials`.
    """
    from perron.experiments import smallest_effect

    each = planned / max(arms, 2)
    if each < 2:
        return None
    return smallest_effect(spread_of(unit, outcome), each, each, df=max(2 * each - 2, 1))


def spread_of(unit: str, outcome: str) -> float:
    """Return the spread of an outcome between units.

    Parameters
    ----------
    unit : str
        What is given an arm.
    outcome : str
        What is counted.

    Returns
    -------
    float
        Standard deviation of its share.
    """
    import numpy as np

    if outcome in COUNTED and unit != "building":
        above, below = COUNTED[outcome]
        rows = [row for row in ask("canvassing.turf_rows", default=()) or () if getattr(row, below) > 0]
        if len(rows) >= 20:
            total = np.array([getattr(row, below) for row in rows], float)
            share = np.array([getattr(row, above) for row in rows], float) / total
            middle = np.average(share, weights=total)
            return float(np.sqrt(np.average((share - middle) ** 2, weights=total)))
    middle = OPENED_SUPPOSED[outcome]
    doors = DOORS_SUPPOSED.get(unit, 60.0)
    if outcome in {Outcome.ACTIVE, Outcome.ANSWERED}:
        doors = PEOPLE_SUPPOSED.get(unit, 1.0)
    if outcome == Outcome.TALKED:
        doors *= OPENED_SUPPOSED["opened"]
    return float(np.sqrt(middle * (1 - middle) / doors * (1 + (doors - 1) * LIKENESS_SUPPOSED)))
