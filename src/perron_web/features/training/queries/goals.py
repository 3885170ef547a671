"""The campaign's goal of training."""

from typing import Any

from perron_web.features.training.models import TrainingGoal


def goal_of(campaign: Any) -> TrainingGoal:
    """Return the goal of a campaign; that of 2012 as long as it has set none.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    TrainingGoal
        The goal, saved or not.
    """
    return TrainingGoal.objects.filter(campaign=campaign).first() or TrainingGoal(campaign=campaign)
