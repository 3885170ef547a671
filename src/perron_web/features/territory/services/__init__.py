"""Writes of territory: imports checked, applied, reverted. What loads the science waits inside functions."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perron.progress import Progress
    from perron_web.features.territory.models import Import

__all__ = ["load_sample"]


def load_sample(*, campaign: Any, by: Any = None, progress: "Progress | None" = None) -> "Import":
    """Load the Paris sample into a campaign; see `services.samples`.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    by : User or None
        Who asks.
    progress : callable, optional
        A `perron.progress.Progress`.

    Returns
    -------
    Import
        The import, applied.
    """
    from perron.progress import silent
    from perron_web.features.territory.services import samples

    return samples.load_sample(campaign=campaign, by=by, progress=progress or silent)
