"""How many units each arm got."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count

from perron_web.features.experiments.models import Experiment


def arm_counts(experiments: Collection[Experiment], units: Any) -> dict[int, dict[str, int]]:
    """Count the units of each arm, in one query for any number of experiments.

    Parameters
    ----------
    experiments : collection of Experiment
        Experiments.
    units : QuerySet of Unit
        Units that count: those of one's place, or of the whole campaign.

    Returns
    -------
    dict
        From an experiment's key and an arm's name to its units; none where nothing was drawn.
    """
    counts: dict[int, dict[str, int]] = {one.pk: {} for one in experiments}
    found = units.filter(experiment__in=list(counts)).order_by()
    for experiment, arm, many in found.values_list("experiment", "arm").annotate(units=Count("pk")):
        counts[experiment][arm] = many
    return counts
