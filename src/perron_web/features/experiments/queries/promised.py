"""What was foreseen of a sealed experiment when it was drafted: error, coverage, contact."""

from typing import Any

from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.power import power_for


def promised_of(experiment: Experiment) -> dict[str, Any] | None:
    """Return the error of the comparison and the reach that was foreseen.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment, in the scope of the whole campaign.

    Returns
    -------
    dict or None
        `error` (in shares), `df`, `coverage`, `contact`; None where nothing was foreseen, or past results do
        not go down to its units.

    Raises
    ------
    PerronError
        No past result to go by.
    """
    supposed = {name: value for name, value in experiment.power.items() if name != "choices"}
    if experiment.run is None or not {"measure", "coverage", "contact"} <= supposed.keys():
        return None
    supposed.setdefault("election", "")
    here = power_for(experiment.run, experiment.design, supposed).here
    if "error" not in here or not here["error"]:
        return None
    reach = {name: float(supposed[name]) for name in ("coverage", "contact")}
    return {"error": float(here["error"]), "df": float(here.get("df") or float("inf")), **reach}
