"""What the field reported of the units of a trial, since each got its arm: counts, never a name."""

from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import F

from perron_web.features.canvassing.choices import Kind, Need, Outcome, Registration
from perron_web.features.canvassing.models import TurfTally
from perron_web.features.canvassing.queries.unit_visits import KNOCKED
from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.models import Experiment
from perron_web.features.turfs.models import Holding
from perron_web.platform.providers import provides

_OF: Final = {
    UnitKind.TURF: "e.key = CAST(r.turf_id AS TEXT)",
    UnitKind.OUTING: "e.key = CAST(r.outing_id AS TEXT)",
    UnitKind.PERSON: "e.key = CAST(r.user_id AS TEXT)",
    UnitKind.BUILDING: "e.place = r.place AND e.address = r.address",
    UnitKind.BUREAU: "e.place = r.place",
}
"""How a report belongs to a unit."""

_DOORS: Final = """
WITH undone AS (
  SELECT DISTINCT undoes, COALESCE(phone_id, 0) AS phone,
    CASE WHEN phone_id IS NULL THEN COALESCE(user_id, 0) ELSE 0 END AS person
  FROM canvassing_report WHERE campaign_id = %s AND kind = %s AND aside = ''
), standing AS (
  SELECT e.key, r.outcome, r.talked,
    ROW_NUMBER() OVER (PARTITION BY e.key, r.address, r.stair, r.floor, r.door
      ORDER BY r.happened_at DESC, COALESCE(r.phone_id, 0) DESC, r.seq DESC, r.id DESC) AS rank
  FROM canvassing_report r
  JOIN experiments_unit e ON e.experiment_id = %s AND {of} AND r.happened_at >= e.at
  LEFT JOIN undone u ON u.undoes = r.id AND u.phone = COALESCE(r.phone_id, 0)
    AND u.person = CASE WHEN r.phone_id IS NULL THEN COALESCE(r.user_id, 0) ELSE 0 END
  WHERE r.campaign_id = %s AND r.kind = %s AND r.aside = '' AND u.undoes IS NULL
)
SELECT key, SUM(CASE WHEN outcome IN ({knocked}) THEN 1 ELSE 0 END),
  SUM(CASE WHEN outcome = %s THEN 1 ELSE 0 END), SUM(CASE WHEN talked AND outcome = %s THEN 1 ELSE 0 END)
FROM standing WHERE rank = 1 GROUP BY key"""

_TALKS: Final = """
SELECT e.key, COUNT(t.support), SUM(CASE WHEN t.support >= 4 THEN 1 ELSE 0 END),
  SUM(CASE WHEN t.registration IN (%s, %s) OR CAST(t.needs AS TEXT) LIKE %s THEN 1 ELSE 0 END)
FROM canvassing_talk t
JOIN canvassing_report r ON r.id = t.report_id
JOIN experiments_unit e ON e.experiment_id = %s AND {of} AND r.happened_at >= e.at
WHERE r.campaign_id = %s AND r.aside = '' GROUP BY e.key"""


class TrialRow(NamedTuple):
    """Counts of one unit."""

    key: str
    group: str
    """Who walked it, as a number: the holding or the outing; empty when unknown."""
    knocked: int
    opened: int
    talked: int
    minutes: float | None = None
    answered: int = 0
    """Conversations in which somebody agreed to say what they think."""
    supporters: int = 0
    """Of them, those who are rather or wholly in favour (4 or 5 of 5)."""
    to_register: int = 0
    """Conversations with somebody who is not registered here, or asks to be."""


@provides("canvassing.trial_rows")
def trial_rows(experiment: Experiment) -> list[TrialRow]:
    """Return what was reported of each unit of a trial since it got its arm.

    Parameters
    ----------
    experiment : Experiment
        A trial, in the scope of the whole campaign.

    Returns
    -------
    list of TrialRow
        Units with a visit that stands; a door counts once a unit, by its last visit.
    """
    if experiment.unit not in _OF:
        return []
    talks = {key: counts for key, *counts in _talks(experiment)}
    groups = _groups(experiment)
    found = []
    for key, knocked, opened, talked in _doors(experiment):
        answered, supporters, register = (int(count or 0) for count in talks.get(key, (0, 0, 0)))
        counts = int(knocked), int(opened), int(talked)
        found.append(TrialRow(key, groups.get(key, ""), *counts, None, answered, supporters, register))
    return found


def _doors(experiment: Experiment) -> list[tuple[Any, ...]]:
    words = {"of": _OF[UnitKind(experiment.unit)], "knocked": ", ".join(["%s"] * len(KNOCKED))}
    campaign = experiment.campaign_id
    values: list[Any] = [campaign, Kind.UNDO, experiment.pk, campaign, Kind.VISIT, *KNOCKED]
    values += [Outcome.OPEN, Outcome.OPEN]
    with connection.cursor() as cursor:
        cursor.execute(_DOORS.format(**words), values)
        return list(cursor.fetchall())


def _talks(experiment: Experiment) -> list[tuple[Any, ...]]:
    of = _OF[UnitKind(experiment.unit)]
    away = (Registration.NONE, Registration.ELSEWHERE)
    values: list[Any] = [*away, f'%"{Need.REGISTER}"%', experiment.pk, experiment.campaign_id]
    with connection.cursor() as cursor:
        cursor.execute(_TALKS.format(of=of), values)
        return list(cursor.fetchall())


def _groups(experiment: Experiment) -> dict[str, str]:
    """Return the holding under which each turf was last walked; an outing is its own group."""
    if experiment.unit != UnitKind.TURF:
        return {}
    rows = Holding.every.order_by("taken_at", "pk").values_list("turf_id", "pk")
    return {str(turf): str(pk) for turf, pk in rows}


@provides("canvassing.turf_rows")
def turf_rows() -> list[TrialRow]:
    """Return what was reported of each turf so far: what the power of a trial is worked out from.

    Returns
    -------
    list of TrialRow
        Turfs with a visit that stands, of the whole campaign.
    """
    knocked = F("opened") + F("absent") + F("refused") + F("later") + F("never")
    rows = TurfTally.every.annotate(knocked=knocked).filter(knocked__gt=0).order_by("turf")
    return [
        TrialRow(str(turf), "", *counts)
        for turf, *counts in rows.values_list("turf_id", "knocked", "opened", "talked")
    ]
