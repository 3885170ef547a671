"""What several pages share: an experiment by its number, the choices of the builder, fragments."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.forms.design import DesignForm
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.listing import campaign_experiments
from perron_web.features.experiments.queries.past import past_elections
from perron_web.features.experiments.queries.reach import ALL, reach_of
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.bases import base_run
from perron_web.features.targeting.queries.recipes import usual_priors
from perron_web.features.targeting.queries.runs import done_runs
from perron_web.platform.access import CampaignRequest
from perron_web.platform.design.elections import long_name

MODULE = "measure"
RUNS = 30
"""Finished plans to choose from."""


def find_experiment(request: CampaignRequest, number: int) -> Experiment:
    """Return an experiment of the campaign, or answer 404."""
    return get_object_or_404(campaign_experiments(request.campaign), number=number)


def find_draft(request: CampaignRequest, number: int) -> Experiment:
    """Return a draft of the campaign, or answer 404: a sealed design is not changed."""
    return get_object_or_404(campaign_experiments(request.campaign).filter(state=State.DRAFT), number=number)


def run_for(request: CampaignRequest, draft: Experiment | None) -> Run | None:
    """Return the run that the choices name, else the draft's, the adopted one, the last one done."""
    asked = (request.POST if request.method == "POST" else request.GET).get("plan", "")
    number = int(asked) if asked.isdigit() and len(asked) < 9 else None
    if number is None and draft is not None and draft.run is not None:
        number = draft.run.number
    return base_run(request.campaign, number)


def design_form(request: CampaignRequest, run: Run, draft: Experiment | None) -> DesignForm:
    """Return the builder's form: the draft's choices, what is given prevails."""
    runs = list(done_runs(request.campaign).order_by("-adopted", "-number")[:RUNS])
    if run not in runs:
        runs.append(run)
    start: dict[str, Any] = {"plan": run.number}
    if draft is not None:
        start |= draft.power.get("choices", {}) | {"nom": draft.name}
    else:
        start |= {"contact": talked_percent(run), "parmi": reach_of(run).usual}
    given = request.POST if request.method == "POST" else request.GET
    among = given.get("parmi") or start.get("parmi", ALL)
    if draft is None or among != start.get("parmi"):
        start["couverture"] = float(round(100 * reach_of(run).covered(among)))
    if draft is None:
        start["dans"] = reach_of(run).strata(among)
    return DesignForm(
        start,
        given,
        runs=[(one.number, run_label(one)) for one in runs],
        elections=[
            ("tous", _("tous, pris ensemble")),
            *((name, long_name(name)) for name in elections_of(run)),
        ],
    )


def talked_percent(run: Run) -> float:
    """Return the share of doors knocked at behind which somebody is believed to talk, in percent."""
    priors = run.parameters.get("priors", {})
    usual = usual_priors()
    believed = [
        {**usual[name], **priors.get(name, {})}["mean"] for name in ("opening_rate", "conversation_rate")
    ]
    return float(round(100 * believed[0] * believed[1], 1))


def run_label(run: Run) -> str:
    """Return a run as a list shows it."""
    return f"{run} ({_('adopté')})" if run.adopted else str(run)


def elections_of(run: Run) -> list[str]:
    """Return the past elections that a run can be measured on; none when they cannot be read."""
    try:
        return past_elections(run)
    except (PerronError, OSError):
        return []


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
