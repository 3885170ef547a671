"""What was reported of the units of a trial: by the field, by those trained, by a table brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.choices.trials import COUNTED, Outcome
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.training.models import Attendance
from perron_web.platform.files.store import load_table
from perron_web.platform.providers import ask


@dataclass(frozen=True, slots=True)
class Told:
    """What was reported of one unit."""

    group: str = ""
    """Who walked it: the same pair, the same group."""
    knocked: int = 0
    opened: int = 0
    talked: int = 0
    minutes: float | None = None
    people: int = 1
    """People it stands for: those who came to a session."""
    active: int = 0
    """Those of them who knocked at a door."""
    answers: float | None = None
    sent: float | None = None


def reports_of(experiment: Experiment, units: Sequence[Unit]) -> dict[str, Told]:
    """Return what was reported of the units of a trial.

    Parameters
    ----------
    experiment : Experiment
        A trial, in the scope of the whole campaign.
    units : sequence of Unit
        Units that came.

    Returns
    -------
    dict of str to Told
        By key; units of which nothing is known are left out.
    """
    if experiment.design["outcome"] == Outcome.ANSWERED:
        return _brought(experiment)
    if experiment.unit == UnitKind.PERSON:
        return _people(units)
    if experiment.unit == UnitKind.SESSION:
        return _sessions(units)
    rows = ask("canvassing.trial_rows", experiment, default=()) or ()
    return {
        row.key: Told(
            row.group, row.knocked, row.opened, row.talked, row.minutes, active=int(row.knocked > 0)
        )
        for row in rows
    }


def counted_in(outcome: str, told: Told | None) -> tuple[float, float] | None:
    """Return an outcome of one unit: how many, out of how many.

    Parameters
    ----------
    outcome : str
        What is counted.
    told : Told or None
        What was reported.

    Returns
    -------
    tuple of float, or None
        None while nothing is known; who was trained and reported nothing counts as inactive.
    """
    if outcome == Outcome.ACTIVE:
        return (float(told.active), float(told.people)) if told else (0.0, 1.0)
    if told is None:
        return None
    if outcome == Outcome.ANSWERED:
        return None if told.answers is None or told.sent is None else (told.answers, told.sent)
    above, below = COUNTED[outcome]
    return float(getattr(told, above)), float(getattr(told, below))


def _people(units: Sequence[Unit]) -> dict[str, Told]:
    since = {int(unit.key): unit.at for unit in units if unit.key.isdecimal()}
    rows = ask("canvassing.people_rows", since, default=()) or ()
    return {
        str(row.user): Told("", row.knocked, row.opened, row.talked, active=int(row.knocked > 0))
        for row in rows
    }


def _sessions(units: Sequence[Unit]) -> dict[str, Told]:
    """Add up what those who came to each session reported from then on."""
    keys = [int(unit.key) for unit in units if unit.key.isdecimal()]
    came = Attendance.objects.filter(session__in=keys).exclude(checked_in_at=None).order_by("checked_in_at")
    sessions: dict[int, dict[int, Any]] = {}
    for session, user, at in came.values_list("session", "user", "checked_in_at"):
        sessions.setdefault(session, {})[user] = at
    since = {user: at for people in sessions.values() for user, at in people.items()}
    reported = {row.user: row for row in ask("canvassing.people_rows", since, default=()) or ()}
    found = {}
    for session, people in sessions.items():
        rows = [reported[user] for user in people if user in reported]
        found[str(session)] = Told(
            knocked=sum(row.knocked for row in rows),
            opened=sum(row.opened for row in rows),
            talked=sum(row.talked for row in rows),
            people=len(people),
            active=sum(row.knocked > 0 for row in rows),
        )
    return found


def _brought(experiment: Experiment) -> dict[str, Told]:
    table = experiment.power.get("brought")
    if not table:
        return {}
    rows = load_table(table["path"]).iter_rows()
    return {key: Told(answers=answers, sent=sent) for key, answers, sent in rows}
