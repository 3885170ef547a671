"""Who signed up and who came goes half a year after the ballot; certificates stay their holders'."""

from datetime import datetime

from perron_web.features.campaigns.rules.ending import PRESENCES_KEPT
from perron_web.features.campaigns.services.ending import held_batch, purge_past
from perron_web.features.training.models import Attendance
from perron_web.platform.audit.services import record


def purge_attendances(*, now: datetime) -> int:
    """Erase seats and presences of trainings in the campaigns whose ballot is long over.

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
    keys = held_batch(Attendance.objects)
    gone: int = Attendance.objects.filter(pk__in=keys).delete()[0]
    if gone:
        record(action="training.purge_attendances", rows=gone)
    return gone
