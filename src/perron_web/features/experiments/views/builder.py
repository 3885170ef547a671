"""The builder: choices, what they would leave alone and cost, what one could see, a trial draw."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from perron.errors import PerronError
from perron_web.features.experiments.forms.design import DesignForm
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.costing import cost_of
from perron_web.features.experiments.queries.designs import design_of, unit_word
from perron_web.features.experiments.queries.drawing import try_draw
from perron_web.features.experiments.queries.power import power_of
from perron_web.features.experiments.queries.reach import reach_of
from perron_web.features.experiments.services.drafting import change_draft, create_draft
from perron_web.features.experiments.views.common import MODULE, design_form, find_draft, is_fragment, run_for
from perron_web.features.experiments.views.pictures import power_picture
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.inputs import readiness
from perron_web.platform.access import HQ, CampaignRequest, allow
from perron_web.platform.words import language

FIXED = frozenset({"pairs", "saturation"})
"""Ways of drawing that say themselves how many are left alone."""
PARTS = frozenset({"columns", "supposed"})
"""Parts of the form that depend on other choices, asked for alone."""


@allow(read=HQ, write=HQ, module=MODULE)
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Prepare an experiment; a POST keeps it as a draft."""
    return build(request, slug, None)


@allow(read=HQ, write=HQ, module=MODULE)
def change(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Change a draft; a POST keeps the change."""
    return build(request, slug, find_draft(request, number))


def build(request: CampaignRequest, slug: str, draft: Experiment | None) -> HttpResponse:
    """Show the builder, its figures alone to htmx, or keep what it says."""
    run = run_for(request, draft)
    if run is None:
        ready = readiness(request.campaign)
        return render(request, "experiments/no_plan.html", {"slug": slug, "ready": ready, "tab": "campaign"})
    form = design_form(request, run, draft)
    context: dict[str, Any] = {"slug": slug, "run": run, "form": form, "draft": draft, "tab": "campaign"}
    context |= {"here": address(slug, draft), "reached": len(reach_of(run).bureaux)}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("experiments:experiment", slug, keep(request, run, form, draft).number)
        except PerronError as error:
            context["refused"], status = error.text(language()), 422
    context |= foreseen(run, form)
    if request.headers.get("HX-Target") in PARTS and is_fragment(request):
        return render(request, f"experiments/{request.headers['HX-Target']}.html", context)
    if is_fragment(request):
        response = render(request, "experiments/foreseen.html", context | {"fragment": True})
        query = form.query()
        response["HX-Replace-Url"] = address(slug, draft) + (f"?{query}" if query else "")
        return response
    return render(request, "experiments/builder.html", context, status=422 if form.errors else status)


def keep(request: CampaignRequest, run: Run, form: DesignForm, draft: Experiment | None) -> Experiment:
    """Keep the choices, as a new draft or in the one that was opened."""
    given: dict[str, Any] = {
        "run": run,
        "recipe": form.recipe,
        "power": form.supposed | {"choices": form.kept},
        "name": form.cleaned_data["nom"],
        "by": request.user,
    }
    if draft is None:
        return create_draft(campaign=request.campaign, **given)
    return change_draft(experiment=draft, **given)


def foreseen(run: Run, form: DesignForm) -> dict[str, Any]:
    """Return what the choices would leave alone and what it costs; what refuses them, in words."""
    if not form.is_valid():
        return {}
    try:
        design = design_of(form.recipe)
        found = cost_of(run, design, form.supposed["among"])
    except PerronError as error:
        return {"refused": error.text(language())}
    return {
        "design": design,
        "cost": found,
        "among": form.supposed["among"],
        "fixed": design.kind in FIXED,
        "unit_word": unit_word(design.unit, found.units),
        "query": form.whole_query(),
    }


def address(slug: str, draft: Experiment | None) -> str:
    """Return the builder's address."""
    if draft is None:
        return reverse("experiments:create", args=[slug])
    return reverse("experiments:change", args=[slug, draft.number])


@allow(read=HQ, module=MODULE)
def power(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what one could see: the curve, and where the choices stand on it."""
    run = run_for(request, None)
    if run is None:
        return redirect("experiments:create", slug)
    form = design_form(request, run, None)
    context: dict[str, Any] = {"slug": slug, "form": form, "run": run}
    if form.is_valid():
        try:
            found = power_of(run, form.recipe, form.supposed)
            context |= {"power": found, "picture": power_picture(found), "query": form.whole_query()}
        except PerronError as error:
            context["refused"] = error.text(language())
    return render(request, page_of(request, "power"), context)


@allow(read=HQ, module=MODULE)
def balance(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show a trial draw: how many, and how alike the groups are."""
    run = run_for(request, None)
    if run is None:
        return redirect("experiments:create", slug)
    form = design_form(request, run, None)
    context: dict[str, Any] = {"slug": slug, "form": form, "run": run}
    if form.is_valid():
        try:
            context["trial"] = try_draw(
                run, design_of(form.recipe), form.cleaned_data["essai"], form.supposed["among"]
            )
            context["query"] = form.whole_query()
        except PerronError as error:
            context["refused"] = error.text(language())
    return render(request, page_of(request, "balance"), context)


def page_of(request: CampaignRequest, name: str) -> str:
    """Return the template: the fragment alone for htmx, a whole page without scripts."""
    return f"experiments/{name}.html" if is_fragment(request) else f"experiments/{name}_page.html"
