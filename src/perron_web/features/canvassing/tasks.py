"""What canvassing does by itself: it counts what was received."""

from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.platform.ops.beats import beat


@beat("tally", every=0.25)
def tally() -> int:
    """Fold what was received since the last time.

    Returns
    -------
    int
        Receipts folded.
    """
    return tally_waiting()
