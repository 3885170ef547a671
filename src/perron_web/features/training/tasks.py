"""What training does by itself while the site runs."""

from django.utils import timezone

from perron_web.features.training.services.planting import mend_trees
from perron_web.features.training.services.purging import purge_attendances
from perron_web.platform.ops.beats import beat


@beat("mend_trees", every=3600.0)
def mend() -> int:
    """Draw again the trees from which an erased person was taken; 0, so as not to be called again at once."""
    mend_trees()
    return 0


@beat("purge_attendances", every=3600.0)
def purge() -> int:
    """Erase seats and presences past their term; `perron-site purge` does the same.

    Returns
    -------
    int
        Rows that went.
    """
    return purge_attendances(now=timezone.now())
