"""Who answered and who came goes half a year after the ballot; outings and teams stay, without it."""

from datetime import datetime

from perron_web.features.campaigns.rules.ending import PRESENCES_KEPT
from perron_web.features.campaigns.services.ending import held_batch, purge_past
from perron_web.features.teams.models import OutingPerson
from perron_web.platform.audit.services import record


def purge_presences(*, now: datetime) -> int:
    """Erase answers to outings, presences, pairs and wishes in the campaigns whose ballot is long over.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        Rows that went.
    """
    return purge_past(kept=PRESENCES_KEPT, now=now, some=_purge_some)


def _purge_some() -> int:
    keys = held_batch(OutingPerson.objects)
    gone: int = OutingPerson.objects.filter(pk__in=keys).delete()[0]
    if gone:
        record(action="teams.purge_presences", rows=gone)
    return gone
