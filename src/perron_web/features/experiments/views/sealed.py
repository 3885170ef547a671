"""One experiment: a draft to be sealed, or its record; verified, downloaded, ended."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.forms.ending import EndForm
from perron_web.features.experiments.forms.uploads import DrawForm
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.describing import described_experiment
from perron_web.features.experiments.queries.listing import draw_of, rows_of, standing_experiment
from perron_web.features.experiments.queries.obeyed import compliance_of, replanned_of
from perron_web.features.experiments.queries.records import archive_of, verify_given, verify_kept
from perron_web.features.experiments.queries.registration import may_freeze_now, registered_words
from perron_web.features.experiments.queries.who import units_listed
from perron_web.features.experiments.services.drafting import delete_draft
from perron_web.features.experiments.services.ending import abandon_experiment, close_experiment
from perron_web.features.experiments.services.sealing import request_seal
from perron_web.features.experiments.views.builder import foreseen
from perron_web.features.experiments.views.common import (
    MODULE,
    design_form,
    find_draft,
    find_experiment,
    is_fragment,
)
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.files.uploads import oversized
from perron_web.platform.trying import try_to
from perron_web.platform.words import language

LISTED = 20
"""Units left alone listed on a page."""


@allow(read=DESK, module=MODULE)
def experiment(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Show an experiment: what would be drawn, or the record of what was."""
    found = find_experiment(request, number)
    row = rows_of([found])[0]
    whole = request.member.places(HQ) is None and request.member.may(HQ)
    context: dict[str, Any] = {
        "slug": slug,
        "tab": "campaign",
        "experiment": found,
        "row": row,
        "draw": row.draw,
        "facts": described_experiment(found),
        "may_write": request.member.may(HQ),
        "whole": whole,
        "may_freeze": may_freeze_now(request.campaign),
        "registered": registered_words(found),
    }
    if row.draw is None:
        return render(request, "experiments/draft.html", context | draft_context(request, found))
    context |= {
        "page": Paginator(units_listed(found), LISTED).get_page(request.GET.get("page")),
        "several": sum(not arm.may_visit for arm in row.arms) > 1,
        "replanned": replanned_of(found) if found.in_force else None,
        "compliance": compliance_of(found) if whole else None,
        "visits_url": visits_address(slug, number),
    }
    return render(request, "experiments/sealed.html", context)


def visits_address(slug: str, number: int) -> str:
    """Return where the visits by unit are given; nothing without the field."""
    try:
        return reverse("canvassing:experiment_visits", args=[slug, number, "csv"])
    except NoReverseMatch:
        return ""


def draft_context(request: CampaignRequest, found: Experiment) -> dict[str, Any]:
    """Return what a draft would leave alone, with the query of its curve and of its trial."""
    if found.run is None or not request.member.may(HQ):
        return {}
    form = design_form(request, found.run, found)
    return {"form": form, "run": found.run, **foreseen(found.run, form)}


@allow(read=HQ, write=HQ, module=MODULE)
def seal(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Ask once more, saying what cannot be undone; a POST seals."""
    found = find_draft(request, number)
    if request.method == "POST":
        try:
            return redirect("jobs:show", slug, request_seal(experiment=found, by=request.user).pk)
        except PerronError as error:
            messages.error(request, error.text(language()))
            return redirect("experiments:experiment", slug, number)
    facts = described_experiment(found)
    context: dict[str, Any] = {"slug": slug, "experiment": found, "facts": facts, "tab": "campaign"}
    context["standing"] = standing_experiment(request.campaign)
    return render(request, "experiments/seal.html", context | draft_context(request, found))


@allow(write=HQ, module=MODULE)
def delete(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    found = find_experiment(request, number)
    done = _("Le brouillon n° %(number)s est supprimé.") % {"number": number}
    if not try_to(request, lambda: delete_draft(experiment=found, by=request.user), done):
        return redirect("experiments:experiment", slug, number)
    return redirect("experiments:index", slug)


@allow(read=HQ, write=HQ, module=MODULE)
def end(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """End an experiment in force, or give it up, and say why."""
    found = find_experiment(request, number)
    if found.state != State.SEALED:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = abandon_experiment if form.cleaned_data["fin"] == EndForm.ABANDON else close_experiment
        try:
            act(experiment=found, reason=form.cleaned_data["raison"], by=request.user)
        except PerronError as error:
            form.add_error(None, error.text(language()))
        else:
            messages.success(request, _("L’expérience est close ; son tirage et son procès-verbal restent."))
            return redirect("experiments:experiment", slug, number)
    context = {"slug": slug, "experiment": found, "form": form, "tab": "campaign"}
    return render(request, "experiments/end.html", context, status=422 if form.errors else 200)


@allow(read=HQ, module=MODULE)
def verify(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Make the draw again from its seed and say whether everything agrees."""
    found = find_experiment(request, number)
    draw = draw_of(found)
    if draw is None:
        raise Http404
    context: dict[str, Any] = {"slug": slug, "experiment": found, "draw": draw, "tab": "campaign"}
    try:
        context["verdict"] = told(verify_kept(draw))
    except PerronError as error:
        context["refused"] = error.text(language())
    page = "experiments/verdict.html" if is_fragment(request) else "experiments/verdict_page.html"
    return render(request, page, context)


def told(verdict: Any) -> dict[str, Any]:
    """Return a verdict in the reader's language."""
    lang = language()
    return {
        "right": verdict.right,
        "words": verdict.words.text(lang) if hasattr(verdict.words, "text") else getattr(verdict.words, lang),
        "findings": [finding.text(lang) for finding in verdict.findings],
        "more": verdict.more,
        "draw": verdict.draw,
        "arms": verdict.draw.arms,
    }


@allow(read=HQ, module=MODULE)
def archive(request: CampaignRequest, slug: str, number: int) -> HttpResponseBase:
    """Give the draw as `perron verify-draw` reads it."""
    draw = draw_of(find_experiment(request, number))
    if draw is None:
        raise Http404
    name = f"tirage-{slug}-{number}.zip"
    return FileResponse(archive_of(draw), as_attachment=True, filename=name, content_type="application/zip")


@allow(read=DESK, write=DESK, module=MODULE)
def verify_any(request: CampaignRequest, slug: str) -> HttpResponse:
    """Verify a draw that somebody brings; nothing of it is kept."""
    form = DrawForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"slug": slug, "form": form, "tab": "verify"}
    status = 200
    if request.method == "POST":
        if oversized(request):
            context["refused"], status = _("Ce fichier est trop gros pour ce site."), 422
        elif form.is_valid():
            given = form.cleaned_data["tirage"]
            try:
                context["verdict"] = told(verify_given(given, given.name))
                context["name"] = given.name
            except PerronError as error:
                context["refused"], status = error.text(language()), 422
        else:
            status = 422
    return render(request, "experiments/verify.html", context, status=status)
