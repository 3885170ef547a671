"""The first page: what was evaluated, and what could be."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from perron.errors import PerronError
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.forms.inventing import InventForm
from perron_web.features.evaluation.forms.runs import RunForm
from perron_web.features.evaluation.queries.candidates import evaluations, experiments_drawn, results_since
from perron_web.features.evaluation.queries.rounds import sheets
from perron_web.features.evaluation.rules import MODULE, READ, WRITE
from perron_web.features.evaluation.services.inventing import may_invent
from perron_web.features.evaluation.services.requesting import request_evaluation
from perron_web.features.evaluation.services.visits import read_visits
from perron_web.features.evaluation.views.common import told
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.design.elections import long_name

PAGE = 30


@allow(read=READ, module=MODULE)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the evaluations, and what another one could be made of."""
    page = Paginator(evaluations(), PAGE).get_page(request.GET.get("page"))
    rows, experiments = list(page.object_list), list(experiments_drawn())
    results, before = results_since(experiments)
    context = {
        "rows": rows,
        "page": page,
        "done": sum(one.state == State.DONE for one in rows),
        "experiments": experiments,
        "results": results,
        "before": before,
        "before_list": ", ".join(long_name(one.election) for one in before),
        "sheets": sheets(),
        "may_write": request.member.may(WRITE),
    }
    if context["may_write"] and may_invent(request.campaign):
        context["invent"] = InventForm(experiments=experiments_drawn())
    return render(request, "evaluation/index.html", context)


@allow(read=WRITE, write=WRITE, module=MODULE)
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Choose what an evaluation is made of; a POST starts it."""
    drawn = experiments_drawn()
    results, _before = results_since(drawn)
    form = RunForm(
        request.POST or None,
        request.FILES or None,
        experiments=drawn,
        results=results,
        initial={"experiment": request.GET.get("tirage", ""), "results": request.GET.get("resultats", "")},
    )
    error = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            visits = read_visits(file=data["file"]) if data["visits"] == "file" else ""
            made = request_evaluation(
                campaign=request.campaign, experiment=data["experiment"], parameters=form.parameters,
                seed=data["seed"], by=request.user, name=data["name"], visits=visits,
            )  # fmt: skip
        except PerronError as refused:
            error = told(refused)
        else:
            return redirect("jobs:show", slug, made.job_id)
    context = {"form": form, "error": error, "experiments": list(drawn), "results": results}
    return render(request, "evaluation/new.html", context, status=422 if form.errors or error else 200)
