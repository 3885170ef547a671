"""Pairs of an outing: formed at once, or by hand."""

from typing import Any

from django.db import transaction

from perron_web.features.teams.models import Outing, OutingPerson
from perron_web.features.teams.queries.outings import goers, walkers_of
from perron_web.features.teams.rules.pairing import form_pairs, numbered
from perron_web.platform.audit.services import record


@transaction.atomic
def pair_people(*, outing: Outing, again: bool = False, by: Any) -> int:
    """Form the pairs of an outing.

    Parameters
    ----------
    outing : Outing
        The outing.
    again : bool
        Whether pairs that stand, those made by hand among them, are undone first.
    by : User
        Who asks.

    Returns
    -------
    int
        How many pairs there are.
    """
    everyone = list(OutingPerson.objects.filter(outing=outing).select_for_update(of=("self",)))
    people = goers(everyone)
    before = {row.user_id: None if again else row.pair for row in people}
    kept: dict[int, list[int]] = {}
    for user, number in before.items():
        if number:
            kept.setdefault(number, []).append(user)
    groups = form_pairs(walkers_of(people), [sorted(users) for _number, users in sorted(kept.items())])
    numbers = numbered(groups, before)
    going = {row.pk for row in people}
    for row in everyone:
        row.pair = numbers.get(row.user_id) if row.pk in going else None
    OutingPerson.objects.bulk_update(everyone, ["pair"])
    record(action="teams.pair_people", target=outing, by=by, people=len(people), pairs=len(groups))
    return len(groups)


@transaction.atomic
def set_pairs(*, outing: Outing, numbers: dict[int, int | None], by: Any) -> None:
    """Put people in pairs by hand.

    Parameters
    ----------
    outing : Outing
        The outing.
    numbers : dict of int to int or None
        Pair of each user, from 1; None for nobody's yet. Users left out stay where they are.
    by : User
        Who does it.
    """
    rows = [row for row in OutingPerson.objects.filter(outing=outing) if row.user_id in numbers]
    for row in rows:
        row.pair = numbers[row.user_id]
    OutingPerson.objects.bulk_update(rows, ["pair"])
    record(action="teams.set_pairs", target=outing, by=by, people=len(rows))
