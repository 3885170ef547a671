"""The commune's own counts: brought, looked at, confirmed, given back, erased."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.evaluation.choices import CountUnit
from perron_web.features.evaluation.forms.counts import CountsForm, SidesForm
from perron_web.features.evaluation.models import CountSheet
from perron_web.features.evaluation.queries.counts import blank_csv, known_sides, sheet_csv
from perron_web.features.evaluation.queries.rounds import own_rounds, sheets
from perron_web.features.evaluation.rules import MODULE, READ, WRITE
from perron_web.features.evaluation.services.counting import (
    Checked,
    check_counts,
    erase_counts,
    receive_counts,
)
from perron_web.features.evaluation.views.common import told
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.trying import try_to

SHOWN = 10


@allow(read=READ, write=WRITE, module=MODULE)
def counts(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the counts that are here; a POST reads new ones, then keeps them once they are confirmed."""
    votes = own_rounds(request.campaign)
    form = CountsForm(request.POST or None, request.FILES or None, votes=votes)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    name, content = form.content
    try:
        checked = check_counts(content=content, name=name)
    except PerronError as error:
        return _page(request, form, status=422, error=told(error))
    sides = SidesForm(
        request.POST if "confirm" in request.POST else None,
        lists=checked.lists,
        known=known_sides(form.chosen.election, checked.lists),
    )
    if not sides.is_valid():
        return _preview(request, form, checked, sides)
    return _kept(request, form, checked, sides)


def _kept(request: CampaignRequest, form: CountsForm, checked: Checked, sides: SidesForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        sheet = receive_counts(
            campaign=request.campaign, vote=form.chosen, source=data["source"], origin=data["origin"],
            checked=checked, sides=sides.sides, by=request.user,
        )  # fmt: skip
    except PerronError as error:
        return _page(request, form, status=422, error=told(error))
    messages.success(request, _("Les comptages sont enregistrés : %(n)s lignes.") % {"n": sheet.rows})
    return redirect("evaluation:counts", request.campaign.slug)


def _page(request: CampaignRequest, form: CountsForm, status: int = 200, error: Any = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "error": error,
        "sheets": sheets(),
        "votes": [
            {"round": one, "open": one.opens <= now, "lists": one.opens <= now < one.lists_close}
            for one in form.votes.values()
        ],
        "may_write": request.member.may(WRITE),
        "units": CountUnit.choices,
    }
    return render(request, "evaluation/counts.html", context, status=status)


def _preview(request: CampaignRequest, form: CountsForm, checked: Checked, sides: SidesForm) -> HttpResponse:
    names = list(checked.lists)
    context = {
        "form": form,
        "checked": checked,
        "sides": [(sides[f"side{n}"], name, checked.lists[name]) for n, name in enumerate(names)],
        "names": names,
        "shown": [
            {"key": key, "registered": registered, "voters": voters, "valid": valid,
             "votes": [votes.get(name) for name in names]}
            for key, registered, voters, valid, votes in checked.rows[:SHOWN]
        ],
        "valid_known": any(row[3] is not None for row in checked.rows),
    }  # fmt: skip
    return render(request, "evaluation/counts_preview.html", context)


@allow(read=READ, module=MODULE)
def blank(request: CampaignRequest, slug: str, unit: str) -> HttpResponse:
    """Give the file to fill in."""
    if unit not in CountUnit.values:
        raise Http404
    return _csv(blank_csv(unit), f"comptages-{unit}-a-remplir")


@allow(read=READ, module=MODULE)
def sheet_file(request: CampaignRequest, slug: str, sheet: int) -> HttpResponse:
    """Give counts back as they are kept, those of the reader's places."""
    found = get_object_or_404(CountSheet.objects.all(), pk=sheet)
    return _csv(sheet_csv(found, here=True), f"comptages-{found.election}-{found.unit}")


@allow(write=WRITE, module=MODULE)
def erase(request: CampaignRequest, slug: str, sheet: int) -> HttpResponse:
    """Erase counts."""
    found = get_object_or_404(CountSheet.objects.all(), pk=sheet)
    try_to(request, lambda: erase_counts(sheet=found, by=request.user), _("Les comptages sont effacés."))
    return redirect("evaluation:counts", slug)


def _csv(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
