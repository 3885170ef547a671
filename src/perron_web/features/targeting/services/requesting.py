"""Asking for a plan: a run is made and its job starts."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.queries import bloc_table
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.inputs import readiness
from perron_web.features.targeting.queries.recipes import CHOICES, blocs_toml, choices_of, priors_of
from perron_web.features.targeting.queries.sealed import sealed_draw
from perron_web.platform.audit.services import record
from perron_web.platform.files import store_table
from perron_web.platform.jobs.services import start

KIND = "compute_plan"
FOLLOW = "obey_draw"
"""Job of a plan that is adopted as soon as it is computed."""


def request_run(
    *,
    campaign: Campaign,
    parameters: dict[str, Any],
    by: Any,
    name: str = "",
    repeats: Run | None = None,
    follows: Run | None = None,
) -> Run:
    """Make a run and start computing it.

    Parameters
    ----------
    campaign : Campaign
        Whose plan it is.
    parameters : dict
        hours, minutes, crew, holdout, minimum_share, objective, seed; `priors`: the figures changed. What is
        missing keeps its usual value.
    by : User or None
        Who asks.
    name : str
        Name shown; empty for none.
    repeats : Run or None
        Run to be computed again from the same tables, blocs and parameters, which then prevail; under the
        draw that it obeyed, if any.
    follows : Run or None
        Run whose tables, blocs and parameters prevail too, under the draw now in force; it is adopted when
        it is done.

    Returns
    -------
    Run
        The run, with its job; the one being computed when the same was asked a moment ago.

    Raises
    ------
    PerronError
        A parameter outside its range, or data and blocs that a plan needs are missing.
    """
    if repeats is not None and not repeats.done:
        raise PerronError(
            Words("Only a finished run can be repeated.", "Seul un calcul terminé peut être refait.")
        )
    recipe, inputs = _start(campaign, parameters, repeats, follows)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        if same := _asked_already(campaign, recipe, by, repeats):
            return same
        last = Run.objects.filter(campaign=campaign).aggregate(last=models.Max("number"))["last"] or 0
        run: Run = Run.objects.create(
            campaign=campaign,
            number=last + 1,
            name=name,
            parameters=recipe,
            inputs=inputs,
            seed=recipe["seed"],
            created_by=by,
            repeats=repeats,
        )
        record(action="targeting.request_run", target=run, by=by, campaign=campaign, number=run.number)
        run.job = start(
            campaign=campaign,
            kind=KIND if follows is None else FOLLOW,
            title=_("Calcul du plan n° %(number)s") % {"number": run.number},
            by=by,
            arguments={"run": run.pk} | ({} if follows is None else {"by": by.pk if by else None}),
            back_to=reverse("targeting:run", args=[campaign.slug, run.number]),
        )
        Run.objects.filter(pk=run.pk).update(job=run.job)
    run.refresh_from_db()
    return run


def _start(
    campaign: Campaign, parameters: dict[str, Any], repeats: Run | None, follows: Run | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return everything that shapes the plan, and where its tables lie: a new plan obeys the sealed draw."""
    if repeats is not None:
        kept = {name: repeats.inputs[name] for name in ("folder", "draw") if name in repeats.inputs}
        return dict(repeats.parameters), kept
    recipe = _recipe(campaign, parameters) if follows is None else dict(follows.parameters)
    recipe.pop("draw", None)
    inputs = {} if follows is None else {"folder": follows.inputs["folder"]}
    sealed = sealed_draw()
    if sealed is not None:
        recipe["draw"] = sealed.record
        tables = {"drawn": sealed.drawn(), "spared": sealed.spared()}
        inputs["draw"] = {
            name: store_table(table, campaign=campaign, kind=name).path
            for name, table in tables.items()
            if table is not None
        }
    return recipe, inputs


def _asked_already(campaign: Campaign, recipe: dict[str, Any], by: Any, repeats: Run | None) -> Run | None:
    """Return the run that a second click, or a second tab, asks for again."""
    waiting = Run.objects.filter(
        campaign=campaign,
        created_by=by,
        repeats=repeats,
        state="waiting",
        deleted_at=None,
        job__ended_at=None,
        job__cancel_asked=False,
    )
    return next((run for run in waiting.select_related("job") if run.parameters == recipe), None)


def _recipe(campaign: Campaign, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return everything that shapes the plan besides the tables, checked."""
    choices, _priors = choices_of(parameters), priors_of(parameters)
    if not readiness(campaign).enough:
        raise PerronError(
            Words(
                "A plan needs results, the areas of bureaux, and at least one list on our side.",
                "Un plan demande des résultats, les périmètres des bureaux et au moins une liste de notre "
                "côté.",
            )
        )
    return {
        **{name: getattr(choices, name) for name in CHOICES},
        "priors": parameters.get("priors", {}),
        "blocs": blocs_toml(bloc_table(campaign)),
    }
