"""Experiments during the campaign: the list, a new one, where one stands, its end."""

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.experiments.choices import State, Topic
from perron_web.features.experiments.choices.trials import SKETCHES, Outcome
from perron_web.features.experiments.forms.trials import ListForm, StopForm, TrialForm
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.trial_files import came_table, trial_files
from perron_web.features.experiments.queries.trial_results import reachable, results_of
from perron_web.features.experiments.queries.trials import came_in_order, trial_rows, trials
from perron_web.features.experiments.services.bringing import bring_answers, bring_list
from perron_web.features.experiments.services.trials import (
    change_trial,
    create_trial,
    delete_trial,
    start_trial,
    stop_trial,
)
from perron_web.features.experiments.views.common import MODULE
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.files.download import download
from perron_web.platform.trying import try_to
from perron_web.platform.words import language

PAGE = 30
LISTED = 15


@allow(read=DESK, module=MODULE)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the trials, and what each topic would compare."""
    page = Paginator(trials(request.campaign), PAGE).get_page(request.GET.get("page"))
    context = {
        "slug": slug,
        "tab": "trials",
        "rows": trial_rows(list(page.object_list)),
        "page": page,
        "may_write": request.member.may(HQ),
        "topics": [(topic.value, topic.label, SKETCHES[topic.value].why) for topic in Topic],
    }
    return render(request, "experiments/trials/index.html", context)


@allow(read=HQ, write=HQ, module=MODULE)
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Prepare a trial on a topic."""
    topic = (request.POST if request.method == "POST" else request.GET).get("sujet", "")
    if topic not in SKETCHES:
        topic = Topic.ARGUMENT.value
    form = TrialForm(topic, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_trial(
                campaign=request.campaign,
                name=form.cleaned_data["nom"],
                topic=topic,
                unit=form.cleaned_data["unite"],
                design=form.design(),
                by=request.user,
            )
        except PerronError as error:
            form.add_error(None, error.text(language()))
        else:
            return redirect("experiments:trial", slug, made.number)
    return _form_page(request, slug, form, None)


@allow(read=HQ, write=HQ, module=MODULE)
def change(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Change a trial that does not run yet."""
    found = get_object_or_404(trials(request.campaign).filter(state=State.DRAFT), number=trial)
    form = TrialForm(found.topic, request.POST or None, trial=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_trial(
                experiment=found,
                name=form.cleaned_data["nom"],
                unit=form.cleaned_data["unite"],
                design=form.design(),
                by=request.user,
            )
        except PerronError as error:
            form.add_error(None, error.text(language()))
        else:
            return redirect("experiments:trial", slug, trial)
    return _form_page(request, slug, form, found)


def _form_page(
    request: CampaignRequest, slug: str, form: TrialForm, trial: Experiment | None
) -> HttpResponse:
    context = {
        "slug": slug,
        "tab": "trials",
        "form": form,
        "trial": trial,
        "topic": form.topic,
        "topic_word": Topic(form.topic).label,
        "why": SKETCHES[form.topic].why,
        **_reach(form),
    }
    return render(request, "experiments/trials/form.html", context, status=422 if form.errors else 200)


def _reach(form: TrialForm) -> dict[str, Any]:
    """Return the smallest difference that the choices in the form would show."""
    given = {name: form[name].value() for name in ("unite", "mesure", "prevu")}
    arms = sum(bool(str(form[f"bras_{at}"].value() or "").strip()) for at in range(1, 5))
    try:
        planned = min(int(given["prevu"]), 100_000)
        found = reachable(str(given["unite"]), str(given["mesure"]), arms, planned)
    except (TypeError, ValueError, KeyError):
        return {"reach": None}
    return {"reach": found, "reach_planned": planned}


@allow(read=HQ, module=MODULE)
def reach(request: CampaignRequest, slug: str) -> HttpResponse:
    """Say what a trial of this size would show, while its form is being filled."""
    topic = request.GET.get("sujet", "")
    topic = topic if topic in SKETCHES else Topic.ARGUMENT.value
    return render(request, "experiments/trials/reach.html", _reach(TrialForm(topic, request.GET)))


@allow(read=DESK, module=MODULE)
def trial(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Show a trial: its arms, who came, what they gave so far."""
    found = get_object_or_404(trials(request.campaign), number=trial)
    whole = request.member.may(HQ) and request.member.places(HQ) is None
    context: dict[str, Any] = {
        "slug": slug,
        "tab": "trials",
        "experiment": found,
        "row": trial_rows([found])[0],
        "outcome": Outcome(found.design["outcome"]).label,
        "may_write": request.member.may(HQ),
        "whole": whole,
    }
    if found.state == State.DRAFT:
        arms = len(found.design["arms"])
        context["reach"] = reachable(found.unit, found.design["outcome"], arms, found.design["planned"])
        return render(request, "experiments/trials/draft.html", context)
    if whole:
        if found.design["outcome"] == Outcome.ANSWERED:
            context["lists"] = ListForm(auto_id="liste_%s"), ListForm(auto_id="reponses_%s")
        context["results"] = results_of(found)
        context["page"] = Paginator(
            came_in_order(found).select_related("bureau").order_by("-order"), LISTED
        ).get_page(request.GET.get("page"))
    return render(request, "experiments/trials/trial.html", context)


@allow(write=HQ, module=MODULE)
def start(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Seal the seed; units get arms from now on."""
    found = get_object_or_404(trials(request.campaign), number=trial)
    try_to(
        request,
        lambda: start_trial(experiment=found, by=request.user),
        _("L’essai est lancé : la variante sera donnée à chaque prise."),
    )
    return redirect("experiments:trial", slug, trial)


@allow(read=HQ, write=HQ, module=MODULE)
def stop(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Close a trial, and say why when it stops early."""
    found = get_object_or_404(trials(request.campaign).filter(state=State.SEALED), number=trial)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stop_trial(experiment=found, reason=form.cleaned_data["raison"], by=request.user)
        except PerronError as error:
            form.add_error("raison", error.text(language()))
        else:
            messages.success(request, _("L’essai est clos ; sa graine est désormais publique."))
            return redirect("experiments:trial", slug, trial)
    context = {"slug": slug, "experiment": found, "form": form, "row": trial_rows([found])[0]}
    return render(request, "experiments/trials/stop.html", context, status=422 if form.errors else 200)


@allow(write=HQ, module=MODULE)
def bring(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Take a list of codes to draw, or the answers that came back."""
    found = get_object_or_404(trials(request.campaign).exclude(state=State.DRAFT), number=trial)
    form = ListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Collez au moins une ligne."))
        return redirect("experiments:trial", slug, trial)
    text = form.cleaned_data["lignes"]
    try:
        if "reponses" in request.POST:
            lines = bring_answers(experiment=found, text=text, by=request.user)
            messages.success(request, _("%(lines)s lignes de réponses sont lues.") % {"lines": lines})
        else:
            lines = bring_list(experiment=found, text=text, by=request.user)
            messages.success(request, _("%(lines)s codes ont reçu leur variante.") % {"lines": lines})
    except PerronError as error:
        messages.error(request, error.text(language()))
    return redirect("experiments:trial", slug, trial)


@allow(write=HQ, module=MODULE)
def delete(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Throw away a trial that never ran."""
    found = get_object_or_404(trials(request.campaign), number=trial)
    done = _("L’essai n° %(number)s est supprimé.") % {"number": trial}
    if not try_to(request, lambda: delete_trial(experiment=found, by=request.user), done):
        return redirect("experiments:trial", slug, trial)
    return redirect("experiments:trials", slug)


@allow(read=HQ, module=MODULE)
def table(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Give the units that came, their arm and what was reported of them."""
    found = get_object_or_404(trials(request.campaign).exclude(state=State.DRAFT), number=trial)
    return download(came_table(found), f"essai-{slug}-{trial}", "csv")


@allow(read=HQ, module=MODULE)
def archive(request: CampaignRequest, slug: str, trial: int) -> HttpResponse:
    """Give the record of a trial, with its seed once it is closed."""
    found = get_object_or_404(trials(request.campaign).exclude(state=State.DRAFT), number=trial)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in trial_files(found).items():
            written.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="essai-{slug}-{trial}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
