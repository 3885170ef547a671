"""Jobs of experiments: sealing a draw."""

from perron.words import Words
from perron_web.features.accounts.models import User
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.services.sealing import seal_experiment
from perron_web.platform.jobs.registry import Report, job


@job("seal_draw")
def seal_draw(report: Report, experiment: int, by: int) -> Words:
    """Seal the draw of a draft.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    experiment, by : int
        The draft, and who seals it.

    Returns
    -------
    Words
        What came out.
    """
    found = Experiment.objects.select_related("campaign", "run").get(pk=experiment)
    made = seal_experiment(experiment=found, by=User.objects.filter(pk=by).first(), progress=report.progress)
    drawn = Unit.objects.filter(experiment=found).count()
    return Words(
        f"The draw of {drawn} units is sealed: record {made.record_hash[:12]}.",
        f"Le tirage de {drawn} unités est scellé\u00a0: empreinte {made.record_hash[:12]}.",
    )
