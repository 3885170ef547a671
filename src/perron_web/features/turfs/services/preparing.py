"""The turfs of an outing: one for each pair, the best around the meeting point."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.holdings import of_outing
from perron_web.features.turfs.queries.nearby import Suggestion, next_best_near
from perron_web.features.turfs.queries.outings import Pair, free_for_outing, meeting_of_outing
from perron_web.features.turfs.rules import RefusedError, refusals
from perron_web.features.turfs.services.holding import hand_turf
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    from perron_web.features.teams.models import Outing

SPARE = 4
"""Turfs looked at for each pair: some may be taken while we choose."""


def prepare_outing(*, outing: "Outing", pairs: list[Pair], by: Any) -> list[Holding]:
    """Give a turf to each pair of an outing that has none yet.

    Parameters
    ----------
    outing : Outing
        The outing, in reach of the person.
    pairs : list of Pair
        Its pairs.
    by : User
        Who prepares it.

    Returns
    -------
    list of Holding
        What was handed: fewer than pairs when there are not enough free turfs.

    Raises
    ------
    RefusedError
        No free turf is left.
    """
    served = {row.pair for row in of_outing(outing) if row.ended_at is None}
    waiting = [pair for pair in pairs if pair.number not in served]
    made: list[Holding] = []
    with transaction.atomic():
        choice = _together(outing, len(waiting))
        for pair in waiting:
            while choice:
                if done := _handed(choice.pop(0).turf, outing, pair, by):
                    made.append(done)
                    break
        if waiting and not made:
            raise refusals.no_turf_left()
        if made:
            record(action="turfs.prepare", target=outing, by=by, turfs=[row.turf_id for row in made])
    return made


def _together(outing: "Outing", wanted: int) -> list[Suggestion]:
    mine = Holding.every.filter(outing=outing, ended_at=None).values_list("turf", flat=True)
    return next_best_near(
        free_for_outing(outing),
        near=meeting_of_outing(outing),
        limit=SPARE * wanted,
        beside_is_fine=set(mine),
    )


def _handed(turf: Turf, outing: "Outing", pair: Pair, by: Any) -> Holding | None:
    """Hand a turf to a pair; None when somebody was quicker."""
    try:
        with transaction.atomic():
            return hand_turf(
                turf=turf.pk,
                by=by,
                holder=pair.people[0] if pair.people else None,
                partner=pair.people[1] if len(pair.people) > 1 else None,
                outing=outing,
                pair=pair.number,
                on_paper=not pair.people,
            )
    except RefusedError:
        return None
