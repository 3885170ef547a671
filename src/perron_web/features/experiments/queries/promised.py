"""What was foreseen of a sealed experiment when it was drafted: error, coverage, contact."""

from math import inf
from typing import Any

from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.power import power_for, visits_supposed


def promised_of(experiment: Experiment) -> dict[str, Any] | None:
    """Return the error of the comparison and the reach that was foreseen.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment, in the scope of the whole campaign.

    Returns
    -------
    dict or None
        `error` (in shares, uneven visits counted), `df`, `coverage`, `contamination`, `contact`; None where
        nothing was foreseen, or past results do not go down to its units.

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
    from perron.experiments.power.formula import multiplier

    df, reach = float(here.get("df") or inf), visits_supposed(supposed)
    return {
        "error": float(here["effect"]) / multiplier(df=df),
        "df": df,
        "coverage": reach.coverage,
        "contamination": reach.contamination,
        "contact": reach.contact,
    }
