"""After a draw was sealed: the adopted plan computed once more with it, then adopted."""

from typing import Any

from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.runs import adopted_run
from perron_web.features.targeting.queries.sealed import obeys, sealed_draw
from perron_web.features.targeting.services.requesting import request_run


def request_obeying(*, campaign: Any, by: Any) -> Run | None:
    """Ask for the adopted plan again, same tables and same choices, under the draw in force.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    by : User or None
        Who sealed the draw, or asks.

    Returns
    -------
    Run or None
        The run, adopted by its job once computed; None when no plan is adopted, none was computed here, or
        the adopted one obeys the draw already.

    Raises
    ------
    PerronError
        A parameter outside its range.
    """
    sealed, run = sealed_draw(), adopted_run(campaign)
    if sealed is None or run is None or not run.inputs.get("folder") or obeys(run, sealed):
        return None
    # its name says nothing of the draw: pages of the field show it
    return request_run(campaign=campaign, parameters={}, by=by, name=run.name, follows=run)
