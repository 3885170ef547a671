"""The arm of a turf that is taken, in the trials that run."""

from contextlib import suppress

from perron.errors import PerronError
from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.queries.trials import running
from perron_web.features.experiments.services.assigning import assign_taken
from perron_web.features.turfs.models import Holding, Stop


def assign_arms(*, holding: Holding) -> None:
    """Draw the arm of what was just taken, in the transaction in force; one query while no trial runs.

    Parameters
    ----------
    holding : Holding
        What was taken, with its turf and outing.
    """
    kinds = {trial.unit for trial in running()}
    if not kinds & {UnitKind.TURF, UnitKind.OUTING, UnitKind.BUILDING}:
        return
    turf = holding.turf
    stops = Stop.every.filter(turf=turf).order_by("order").values_list("key", flat=True)
    addresses = list(dict.fromkeys(stops)) if UnitKind.BUILDING in kinds else []
    with suppress(PerronError):  # a trial that ends at this very moment gives no arm
        assign_taken(
            turf=turf.pk,
            bureau=turf.bureau,
            outing=holding.outing_id,
            place=turf.place,
            at=holding.taken_at,
            addresses=addresses,
        )
