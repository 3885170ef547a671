"""The demo's campaign played to its end: visits and a vote invented, evaluated at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.evaluation.forms.inventing import InventForm
from perron_web.features.evaluation.queries.candidates import experiments_drawn, vote_of
from perron_web.features.evaluation.rules import MODULE, WRITE
from perron_web.features.evaluation.services.inventing import invent_vote, may_invent
from perron_web.features.evaluation.services.requesting import request_evaluation
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import sentence, words


@allow(write=WRITE, module=MODULE)
def invent(request: CampaignRequest, slug: str) -> HttpResponse:
    """Play the end of the campaign, and evaluate it; only in the demo."""
    if not may_invent(request.campaign):
        raise Http404
    form = InventForm(request.POST, experiments=experiments_drawn())
    if not form.is_valid():
        messages.error(request, _("Choisissez un tirage et ce que les passages changent."))
        return redirect("evaluation:index", slug)
    data = form.cleaned_data
    experiment = data["experiment"]
    election = vote_of(experiment)
    try:
        played = invent_vote(
            experiment=experiment,
            election=election,
            by=request.user,
            persuaded=data["effect"],
            seed=data["seed"],
        )
        made = request_evaluation(
            campaign=request.campaign, experiment=experiment, seed=1, by=request.user, visits=played.visits,
            name=_("Fin de campagne jouée"),
            parameters={
                "election": election, "counted": "bureau",
                "visits": "file", "hours": None, "money": None, "permutations": 10_000,
            },
        )  # fmt: skip
    except PerronError as error:
        messages.error(request, sentence(words(error)))
        return redirect("evaluation:index", slug)
    return redirect("jobs:show", slug, made.job_id)
