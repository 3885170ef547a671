"""A trial as files: its record, the units that came, what was reported of them."""

from typing import TYPE_CHECKING

from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.trial_reports import reports_of
from perron_web.features.experiments.queries.trials import came_in_order

if TYPE_CHECKING:
    import polars as pl


def trial_files(experiment: Experiment) -> dict[str, bytes]:
    """Return the files by which anyone verifies a trial.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs or ran.

    Returns
    -------
    dict of str to bytes
        trial.json and units.csv; the seed is told once the trial is closed, since it tells what comes next.
    """
    from perron.experiments.design.sequential import Came
    from perron.experiments.design.trial_record import files_of

    seed = experiment.draw.seed if experiment.state == State.CLOSED else None
    came = [
        (Came(unit.key, unit.cluster, unit.arm), unit.at.isoformat(timespec="seconds"))
        for unit in came_in_order(experiment)
    ]
    return files_of(experiment.draw.record, came, seed)


def came_table(experiment: Experiment) -> "pl.DataFrame":
    """Return the units that came with what was reported of them.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs or ran.

    Returns
    -------
    polars.DataFrame
        order, unit, place, arm, at, knocked, opened, talked, minutes, answers, sent; null without reports.
    """
    import polars as pl

    units = list(came_in_order(experiment))
    reported = reports_of(experiment, units)
    kinds = {
        "order": pl.Int64,
        "unit": pl.String,
        "place": pl.String,
        "arm": pl.String,
        "at": pl.String,
        **dict.fromkeys(("knocked", "opened", "talked"), pl.Int64),
        **dict.fromkeys(("minutes", "answers", "sent"), pl.Float64),
    }
    figures = ("knocked", "opened", "talked", "minutes", "answers", "sent")
    rows = [
        (
            *(unit.order + 1, unit.key, unit.place, unit.arm, unit.at.isoformat(timespec="seconds")),
            *(getattr(reported.get(unit.key), name, None) for name in figures),
        )
        for unit in units
    ]
    return pl.DataFrame(rows, schema=kinds, orient="row")
