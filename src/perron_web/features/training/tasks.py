"""What training does by itself while the site runs."""

from perron_web.features.training.services.planting import mend_trees
from perron_web.platform.ops.beats import beat


@beat("mend_trees", every=3600.0)
def mend() -> int:
    """Draw again the trees from which an erased person was taken; 0, so as not to be called again at once."""
    mend_trees()
    return 0
