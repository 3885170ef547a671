"""Giving turfs to teams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from perron.words import Words
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.rules import RefusedError
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    from perron_web.features.teams.models import Team


@transaction.atomic
def assign_team(*, turfs: Sequence[Turf], team: "Team | None", by: Any) -> int:
    """Give turfs to a team, or take them back.

    Parameters
    ----------
    turfs : sequence of Turf
        Turfs that stand, in reach of the person.
    team : Team or None
        The team; None to take the turfs back.
    by : User
        Who gives.

    Returns
    -------
    int
        Turfs that changed hands.

    Raises
    ------
    RefusedError
        A turf has no door, or lies outside the team's place.
    """
    if any(turf.retired or not turf.doors for turf in turfs):
        words = Words(
            "A turf without doors is given to nobody.", "Un secteur sans porte ne se confie à personne."
        )
        raise RefusedError(words)
    if team is not None and any(not turf.place.startswith(team.place) for turf in turfs):
        words = Words(
            "A turf lies outside this team's place.", "Un secteur est hors du territoire de cette équipe."
        )
        raise RefusedError(words)
    state = State.FREE if team is None else State.TAKEN
    rows = Turf.objects.filter(pk__in=[turf.pk for turf in turfs]).exclude(team=team)
    if team is None:
        rows = Turf.objects.filter(pk__in=[turf.pk for turf in turfs], team__isnull=False)
    numbers = list(rows.values_list("pk", flat=True))
    changed = Turf.objects.filter(pk__in=numbers).update(team=team, state=state)
    if changed:
        record(action="turfs.assign", target=team or "", by=by, turfs=numbers[:500], count=changed)
    return changed
