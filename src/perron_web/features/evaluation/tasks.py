"""What evaluation does on its own: counts go at their term."""

from django.utils import timezone

from perron_web.features.evaluation.services.counting import purge_counts
from perron_web.platform.ops.beats import beat


@beat("expire_counts", every=600.0)
def expire_counts() -> int:
    """Erase counts whose term has come; `perron-site purge` does the same.

    Returns
    -------
    int
        How many sheets went.
    """
    return purge_counts(now=timezone.now())
