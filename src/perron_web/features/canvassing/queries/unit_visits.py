"""What was done door by door, added up by bureau, address, turf, outing or person, in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from perron_web.features.canvassing.choices import Kind, Outcome

DOOR: Final = ("address", "stair", "floor", "door")
GROUPS: Final = frozenset({"place", "address", "turf_id", "outing_id", "user_id"})
KNOCKED: Final = (Outcome.OPEN, Outcome.ABSENT, Outcome.REFUSED, Outcome.LATER, Outcome.NEVER)
"""Outcomes of a door that could be reached."""

_SQL: Final = """
WITH undone AS (
  SELECT DISTINCT undoes, COALESCE(phone_id, 0) AS phone,
    CASE WHEN phone_id IS NULL THEN COALESCE(user_id, 0) ELSE 0 END AS person
  FROM canvassing_report WHERE campaign_id = %s AND kind = %s AND aside = ''
), standing AS (
  SELECT {groups}, r.outcome, r.talked,
    ROW_NUMBER() OVER (PARTITION BY {doors} ORDER BY r.happened_at DESC, COALESCE(r.phone_id, 0) DESC,
      r.seq DESC, r.id DESC) AS rank
  FROM canvassing_report r
  LEFT JOIN undone u ON u.undoes = r.id AND u.phone = COALESCE(r.phone_id, 0)
    AND u.person = CASE WHEN r.phone_id IS NULL THEN COALESCE(r.user_id, 0) ELSE 0 END
  WHERE r.campaign_id = %s AND r.kind = %s AND r.aside = '' AND u.undoes IS NULL
    AND r.happened_at >= %s {until} {more}
)
SELECT {names}, SUM(CASE WHEN outcome IN ({knocked}) THEN 1 ELSE 0 END),
  SUM(CASE WHEN outcome = %s THEN 1 ELSE 0 END), SUM(CASE WHEN talked AND outcome = %s THEN 1 ELSE 0 END)
FROM standing WHERE rank = 1 GROUP BY {names}"""


class Done(NamedTuple):
    """Doors of one group, each by the last visit that stands."""

    group: tuple[Any, ...]
    knocked: int
    opened: int
    talked: int


def doors_done(
    campaign: Any,
    by: Sequence[str],
    *,
    since: datetime,
    until: datetime | None = None,
    turfs: Sequence[int] | None = None,
    starting: str = "",
) -> list[Done]:
    """Add up the doors knocked at, opened and talked at between two instants, each once in its group.

    Parameters
    ----------
    campaign : Campaign
        The campaign; the whole of it is read.
    by : sequence of str
        Columns of `GROUPS`.
    since : datetime
        From this instant.
    until : datetime or None
        Before this one.
    turfs : sequence of int or None
        Only in these turfs.
    starting : str
        Only addresses whose key starts so.

    Returns
    -------
    list of Done
        Groups with a visit that stands; one taken back by its author, or set aside, is none.
    """
    if unknown := set(by) - GROUPS:
        raise KeyError(unknown)
    adapt = connection.ops.adapt_datetimefield_value
    doors = ", ".join(f"r.{name}" for name in dict.fromkeys((*by, *DOOR)))
    known = sorted(set(turfs or ()))
    more = "" if turfs is None else f"AND r.turf_id IN ({', '.join(['%s'] * len(known)) or 'NULL'})"
    words = {
        "groups": ", ".join(f"r.{name}" for name in by),
        "names": ", ".join(by),
        "doors": doors,
        "knocked": ", ".join(["%s"] * len(KNOCKED)),
        "until": "" if until is None else "AND r.happened_at < %s",
        "more": more + (" AND r.address LIKE %s" if starting else ""),
    }
    values = [campaign.pk, Kind.UNDO, campaign.pk, Kind.VISIT, adapt(since)]
    values += [] if until is None else [adapt(until)]
    values += [] if turfs is None else known
    values += [f"{starting}%"] if starting else []
    values += [*KNOCKED, Outcome.OPEN, Outcome.OPEN]
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(**words), values)  # names of columns only: `GROUPS`
        rows = cursor.fetchall()
    many = len(by)
    return [Done(tuple(row[:many]), *(int(count or 0) for count in row[many:])) for row in rows]
