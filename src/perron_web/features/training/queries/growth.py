"""How the cascade grows beside its goal, and what the trained do: first outings, doors that open to them."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from perron_web.features.teams.models import OutingPerson
from perron_web.features.training.models import Branch, TrainingGoal
from perron_web.features.training.rules import GENERATIONS
from perron_web.platform.providers import Opening, ask

Z90: Final = 1.6448536269514722
REMEMBERED: Final = 60
"""Seconds for which the count of first outings is kept."""


WORDS: Final = {
    "sqlite": {
        "yes": "= 1",
        "day": "substr(min(since), 1, 10)",
        "start": "day",
        "after": "date(day, '+1 day')",
    },
    "postgresql": {
        "yes": "= true",
        "day": "(min(since) AT TIME ZONE 'UTC')::date",
        "start": "day::timestamp AT TIME ZONE 'UTC'",
        "after": "(day + 1)::timestamp AT TIME ZONE 'UTC'",
    },
}
"""How each database tells days, in universal time; SQLite finds by its index what is compared to a value."""
BY_DAY: Final = """
WITH RECURSIVE g(n) AS (
  SELECT min(generation) FROM training_branch WHERE {here}
  UNION ALL
  SELECT (SELECT min(generation) FROM training_branch WHERE {here} AND generation > g.n)
  FROM g WHERE g.n IS NOT NULL
), d(n, day) AS (
  SELECT n, (SELECT {day} FROM training_branch WHERE {here} AND generation = n) FROM g WHERE n IS NOT NULL
  UNION ALL
  SELECT n, (SELECT {day} FROM training_branch WHERE {here} AND generation = n AND since >= {after})
  FROM d WHERE day IS NOT NULL
)
SELECT day, n, (
  SELECT count(*) FROM training_branch
  WHERE {here} AND generation = n AND since >= {start} AND since < {after}
) FROM d WHERE day IS NOT NULL ORDER BY day"""
"""Steps from day to day along the index `branch_counts`: the table itself is not read."""


@dataclass(frozen=True)
class FirstOutings:
    """How many of the trained went out, and in time."""

    trained: int
    """People standing, the first trainers left out."""
    due: int
    """Those trained long enough ago to have gone out."""
    in_time: int
    """Those of them who did, within the days wanted."""
    ever: int
    """People who went out since they were trained."""

    @property
    def share(self) -> float | None:
        """Share that went out in time of those who have had the time; None without any."""
        return self.in_time / self.due if self.due else None


def growth() -> list[tuple[date, list[int]]]:
    """Count the people trained up to each day on which somebody was, by generation.

    Returns
    -------
    list of (date, list of int)
        Days in order; people of the first, second and later generations since the beginning.
    """
    words = WORDS[connection.vendor]
    here = f"campaign_id = %s AND standing {words['yes']}"
    sql = BY_DAY.format(here=here, **words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [get_scope()["campaign"].pk] * sql.count("%s"))
        rows = cursor.fetchall()
    found: list[tuple[date, list[int]]] = []
    sums = [0] * GENERATIONS
    for day, generation, people in rows:
        sums[min(generation, GENERATIONS - 1)] += people
        at = date.fromisoformat(day) if isinstance(day, str) else day
        if found and found[-1][0] == at:
            found.pop()
        found.append((at, list(sums)))
    return found


def first_outings(goal: TrainingGoal) -> FirstOutings:
    """Count the trained who went out, over the whole campaign.

    Parameters
    ----------
    goal : TrainingGoal
        Says within how many days.

    Returns
    -------
    FirstOutings
        Counts of less than a minute ago.
    """
    days = goal.first_outing_days
    key = f"training-first-{goal.campaign_id}-{days}"
    found: FirstOutings | None = cache.get(key)
    if found is None:
        found = count_first_outings(
            Branch.every.filter(standing__in=[True], generation__gt=0), days=days, today=timezone.now()
        )
        cache.set(key, found, REMEMBERED)
    return found


def count_first_outings(trained: QuerySet[Branch], *, days: int, today: Any) -> FirstOutings:
    """Count, of some people trained, those who went out and those who did in time.

    Parameters
    ----------
    trained : QuerySet of Branch
        People.
    days : int
        Days within which they should.
    today : datetime
        The present.

    Returns
    -------
    FirstOutings
        Counts.
    """
    limit, longest = today - timedelta(days=days), timedelta(days=days)
    presences = OutingPerson.objects.exclude(present_at=None).order_by()
    out: set[int] = set()
    in_time: set[int] = set()
    if presences.exists():
        went = trained.filter(user__in=presences.values("user")).order_by()
        since = dict(went.values_list("user_id", "since").iterator(chunk_size=5000))
        for user, at in presences.values_list("user_id", "present_at").iterator(chunk_size=5000):
            start = since.get(user)
            if start is not None and at >= start:
                out.add(user)
                if start < limit and at < start + longest:
                    in_time.add(user)
    due = trained.filter(since__lt=limit).count()
    return FirstOutings(trained=trained.count(), due=due, in_time=len(in_time), ever=len(out))


@dataclass(frozen=True)
class Rate:
    """How often doors open to some people, with a 90 % interval (Wilson 1927)."""

    words: Any
    doors: int
    opened: int

    @property
    def rate(self) -> float | None:
        """Share of the doors that opened."""
        return self.opened / self.doors if self.doors else None

    @property
    def low(self) -> float | None:
        """Lower end."""
        return self._ends()[0] if self.doors else None

    @property
    def high(self) -> float | None:
        """Upper end."""
        return self._ends()[1] if self.doors else None

    def _ends(self) -> tuple[float, float]:
        share, count = self.opened / self.doors, self.doors
        spread = Z90 * sqrt(share * (1 - share) / count + Z90**2 / (4 * count**2))
        scale = 1 + Z90**2 / count
        middle = share + Z90**2 / (2 * count)
        return (middle - spread) / scale, (middle + spread) / scale


def openings() -> list[Rate]:
    """Return how often doors open to the trained and to the others.

    Returns
    -------
    list of Rate
        Empty as long as nobody has knocked.
    """
    found: Opening | None = ask("canvassing.opening_by_trained", default=None)
    if found is None or not (found.trained_doors or found.other_doors):
        return []
    return [
        Rate(_("personnes formées"), found.trained_doors, found.trained_opened),
        Rate(_("pas encore formées"), found.other_doors, found.other_opened),
    ]
