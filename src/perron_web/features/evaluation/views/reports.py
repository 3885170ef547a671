"""One evaluation: its report, its files, how to make it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.forms.names import NameForm
from perron_web.features.evaluation.rules import MODULE, READ, WRITE
from perron_web.features.evaluation.services.requesting import delete_evaluation, rename_evaluation
from perron_web.features.evaluation.views.common import evaluation_or_404, try_to
from perron_web.platform.access import CampaignRequest, allow


@allow(read=READ, module=MODULE)
def report(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Show what was tried, what was found, how sure, at which cost; then the tables."""
    found = evaluation_or_404(number)
    context: dict[str, Any] = {"evaluation": found, "may_write": request.member.may(WRITE)}
    if found.state != State.DONE:
        return render(request, "evaluation/waiting.html", context)
    return render(request, "evaluation/report.html", context)


@allow(write=WRITE, module=MODULE)
def rename(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Name an evaluation."""
    found, form = evaluation_or_404(number), NameForm(request.POST)
    if form.is_valid():
        rename_evaluation(evaluation=found, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Le nom est enregistré."))
    else:
        messages.error(request, _("Ce nom est trop long."))
    return redirect("evaluation:report", slug, number)


@allow(write=WRITE, module=MODULE)
def delete(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Delete an evaluation that did not come to its end."""
    found = evaluation_or_404(number)
    done = try_to(
        request,
        lambda: delete_evaluation(evaluation=found, by=request.user),
        _("L’évaluation interrompue est supprimée."),
    )
    return redirect("evaluation:index", slug) if done else redirect("evaluation:report", slug, number)


@allow(read=READ, module=MODULE)
def compare(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show evaluations side by side."""
    return render(request, "evaluation/compare.html", {})
