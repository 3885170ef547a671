"""Who is left alone, over the places in scope, as a list that one may read."""

from django.db.models import QuerySet

from perron_web.features.experiments.models import Experiment, Unit


def units_listed(experiment: Experiment) -> QuerySet[Unit]:
    """Return the units that nobody visits, in the order of their names.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.

    Returns
    -------
    QuerySet of Unit
        With their bureau; only those of the places in scope.
    """
    found: QuerySet[Unit] = Unit.objects.filter(experiment=experiment, may_visit=False)
    return found.select_related("bureau").defer("bureau__shape").order_by("key")
