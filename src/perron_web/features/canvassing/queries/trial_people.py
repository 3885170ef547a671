"""What people reported from a moment on: the outcome of a training, for experiments during the campaign."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from perron_web.features.canvassing.models import Tally
from perron_web.platform.providers import provides


class PersonRow(NamedTuple):
    """Doors of one person."""

    user: int
    knocked: int
    opened: int
    talked: int


@provides("canvassing.people_rows")
def people_rows(since: Mapping[int, datetime]) -> list[PersonRow]:
    """Return what people reported, each from a moment on.

    Parameters
    ----------
    since : mapping of int to datetime
        Key of each person, and from when.

    Returns
    -------
    list of PersonRow
        Those who reported a door; hours that began before the moment are left out.
    """
    if not since:
        return []
    rows = Tally.every.filter(user__in=list(since), hour__gte=min(since.values())).order_by()
    found: dict[int, list[int]] = {}
    for user, hour, *figures in rows.values_list("user", "hour", "doors", "opened", "talked"):
        if hour >= since[user]:
            sums = found.setdefault(user, [0, 0, 0])
            for at, figure in enumerate(figures):
                sums[at] += figure
    return [PersonRow(user, *sums) for user, sums in found.items() if sums[0]]
