"""What canvassing does by itself: it counts what was received, and erases what is past its term."""

from django.utils import timezone

from perron_web.features.canvassing.services.purging import purge_phones, purge_told
from perron_web.features.canvassing.services.tally_done import finish_seen
from perron_web.features.canvassing.services.tallying import keep_up
from perron_web.platform.ops.beats import beat


@beat("tally", every=0.25)
def tally() -> int:
    """Fold what was received since the last time.

    Returns
    -------
    int
        Receipts folded when more may wait.
    """
    return keep_up()


@beat("finish_turfs", every=60.0)
def finish_turfs() -> int:
    """Take back, as done, the turfs whose every door was rung at and that are quiet.

    Returns
    -------
    int
        Turfs finished.
    """
    return finish_seen()


@beat("purge_told", every=3600.0)
def purge() -> int:
    """Erase what was told at doors and forget unused phones once the ballot is over, as `perron-site purge`.

    Returns
    -------
    int
        Rows that went.
    """
    now = timezone.now()
    return purge_told(now=now) + purge_phones(now=now)
