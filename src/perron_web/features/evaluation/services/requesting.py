"""Asking for an evaluation: what it is made of is kept first, then its job starts."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.queries import bloc_table
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.models import Evaluation
from perron_web.features.experiments.models import Experiment
from perron_web.features.targeting.queries.recipes import blocs_toml
from perron_web.platform.audit.services import record
from perron_web.platform.jobs.services import start

KIND = "evaluate"
UNSEALED = Words(
    "Only a sealed draw can be evaluated: who was left alone must have been known before.",
    "Seul un tirage scellé s’évalue\u00a0: qui serait laissé tranquille devait être connu d’avance.",
)


def request_evaluation(
    *,
    campaign: Campaign,
    experiment: Experiment,
    parameters: dict[str, Any],
    seed: int,
    by: Any,
    name: str = "",
    visits: str = "",
) -> Evaluation:
    """Make an evaluation and start computing it.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    experiment : Experiment
        An experiment whose draw is sealed.
    parameters : dict
        election, counted, visits, hours, money, permutations.
    seed : int
        Seed of the draws made again.
    by : User or None
        Who asks.
    name : str
        Name shown; empty for none.
    visits : str
        Table of visits as CSV, when they come from a file.

    Returns
    -------
    Evaluation
        The evaluation, with its job.

    Raises
    ------
    PerronError
        The experiment has no sealed draw.
    """
    if not hasattr(experiment, "draw"):
        raise PerronError(UNSEALED)
    kept = {**parameters, "blocs": blocs_toml(bloc_table(campaign)), "visits_csv": visits}
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        last = Evaluation.objects.filter(campaign=campaign).aggregate(last=models.Max("number"))["last"] or 0
        evaluation: Evaluation = Evaluation.objects.create(
            campaign=campaign, number=last + 1, name=name, experiment=experiment, parameters=kept, seed=seed,
            created_by=by,
        )  # fmt: skip
        record(
            action="evaluation.request", target=evaluation, by=by, number=evaluation.number,
            experiment=experiment.number, election=parameters["election"],
        )  # fmt: skip
        evaluation.job = start(
            campaign=campaign,
            kind=KIND,
            title=_("Évaluation n° %(number)s") % {"number": evaluation.number},
            by=by,
            arguments={"evaluation": evaluation.pk},
            back_to=reverse("evaluation:report", args=[campaign.slug, evaluation.number]),
        )
        Evaluation.objects.filter(pk=evaluation.pk).update(job=evaluation.job)
    evaluation.refresh_from_db()
    return evaluation


@transaction.atomic
def rename_evaluation(*, evaluation: Evaluation, name: str, by: Any) -> Evaluation:
    """Give an evaluation another name.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    name : str
        Name shown; empty for none.
    by : User
        Who names it.

    Returns
    -------
    Evaluation
        The evaluation.
    """
    evaluation.name = name
    evaluation.save(update_fields=["name"])
    record(action="evaluation.rename", target=evaluation, by=by, number=evaluation.number)
    return evaluation


@transaction.atomic
def delete_evaluation(*, evaluation: Evaluation, by: Any) -> None:
    """Delete an evaluation that did not come to its end; a finished one is a result, and stays.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    by : User
        Who deletes it.

    Raises
    ------
    PerronError
        It is finished.
    """
    if evaluation.state == State.DONE:
        raise PerronError(
            Words(
                "A finished evaluation stays: a result that displeases is not thrown away.",
                "Une évaluation terminée reste\u00a0: on ne jette pas un résultat qui déplaît.",
            )
        )
    record(action="evaluation.delete", target=evaluation, by=by, number=evaluation.number)
    evaluation.delete()
