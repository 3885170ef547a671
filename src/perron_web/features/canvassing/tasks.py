"""What canvassing does by itself: it counts what was received."""

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
