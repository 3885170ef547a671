"""What features above say of a sealed draw: the plan made again, who was visited all the same."""

from typing import Any

from perron_web.features.experiments.models import Experiment
from perron_web.platform.providers import ask


def replanned_of(experiment: Experiment) -> dict[str, Any] | None:
    """Return where the plan made again after the seal stands.

    Parameters
    ----------
    experiment : Experiment
        An experiment in force.

    Returns
    -------
    dict or None
        job, run, state ("none", "computing", "adopted", "failed"), can_start; None when nobody knows.
    """
    found: dict[str, Any] | None = ask("experiments.replanned", experiment, default=None)
    return found


def compliance_of(experiment: Experiment) -> Any:
    """Return who was visited, arm by arm, and what it does to the power.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment, in the scope of the whole campaign.

    Returns
    -------
    Compliance or None
        As canvassing gives it; None without the field.
    """
    return ask("canvassing.compliance_of", experiment, default=None)
