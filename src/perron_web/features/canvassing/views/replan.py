"""Re-plan: the remaining hours at the pace measured, what would change, accepted or not."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.canvassing.forms.replan import HoursForm
from perron_web.features.canvassing.queries.replan import Proposal, propose, replan_table
from perron_web.features.canvassing.rules.replan import ACCEPT, LOOK
from perron_web.features.canvassing.services.replan import accept_replan
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.design.figures import number, percent
from perron_web.platform.files import download
from perron_web.platform.words import words

SHOWN = 100
"""Bureaux listed."""


@allow(read=LOOK, write=ACCEPT)
def replan(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what a new sharing out would change; a POST accepts it."""
    form = HoursForm(request.POST if request.method == "POST" else request.GET)
    hours = form.cleaned_data["heures"] if form.is_valid() else None
    found = propose(request.campaign, hours=hours)
    if request.method == "POST" and found is not None and form.is_valid():
        try:
            turfs = accept_replan(
                campaign=request.campaign, proposal=found, mark=request.POST.get("mark", ""), by=request.user
            )
        except PerronError as error:
            messages.warning(request, words(error))
        else:
            said = ngettext(
                "Répartition adoptée : %(n)s secteur changé.",
                "Répartition adoptée : %(n)s secteurs changés.",
                turfs,
            )
            messages.success(request, said % {"n": number(turfs)})
            return redirect("canvassing:replan", slug)
    context: dict[str, Any] = {"found": found, "form": form, "tab": "replan"}
    if found is not None:
        context |= _shown(found)
        context["may_accept"] = request.member.may(ACCEPT) and bool(found.changed)
    return render(request, "canvassing/replan.html", context)


def _shown(found: Proposal) -> dict[str, Any]:
    return {
        "rows": found.changed[:SHOWN],
        "others": max(0, len(found.changed) - SHOWN),
        "slower": _more(found.ratio),
        "slower_low": _more(found.low),
        "slower_high": _more(found.high),
        "same": len(found.rows) - len(found.changed),
    }


def _more(ratio: float) -> str:
    """Write a ratio as a difference, with its sign."""
    told = percent(ratio - 1, 0)
    return f"+{told}" if round(100 * (ratio - 1)) > 0 else told


@allow(read=LOOK)
def replan_file(request: CampaignRequest, slug: str, form: str) -> HttpResponseBase:
    """Send what would change, bureau by bureau."""
    asked = HoursForm(request.GET)
    found = propose(request.campaign, hours=asked.cleaned_data["heures"] if asked.is_valid() else None)
    if found is None or form not in {"csv", "parquet"}:
        raise Http404
    return download(replan_table(found), "heures-restantes", form)
