"""Lists on paper: found by their code, entered with the keyboard, closed with a summary."""

from datetime import datetime
from typing import Any

import orjson
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron_web.features.canvassing.choices import Outcome
from perron_web.features.canvassing.forms.paper import CodeForm
from perron_web.features.canvassing.queries.paper import (
    Sheet,
    list_by_code,
    lists_in_reach,
    open_sheet,
    reconciled,
    waiting_lists,
)
from perron_web.features.canvassing.rules.paper import KEYS, MOST_BYTES, OUTCOMES
from perron_web.features.canvassing.services.paper import enter_paper
from perron_web.features.canvassing.services.paper_plain import enter_plain
from perron_web.features.turfs.choices import Ended
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.rules import CLAIM, HAND
from perron_web.features.turfs.services.holding import finish_turf, give_back
from perron_web.platform.access import DESK, CampaignRequest, allow
from perron_web.platform.words import language

MOST = 500


def list_or_404(request: CampaignRequest, pk: int) -> Holding:
    """Return a list within the person's reach."""
    found: Holding | None = lists_in_reach(request.user, hands=request.member.may(HAND)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def withdrawn(request: CampaignRequest, found: Holding) -> bool:
    """Say whether a list was taken back by the campaign, from somebody who is not told why.

    What they noted is still stored when they send it; those who plan enter what comes back on paper.
    """
    return found.end == Ended.WITHDRAWN and not request.member.may(DESK)


@allow(read=CLAIM)
def code(request: CampaignRequest, slug: str) -> HttpResponseBase:
    """Ask for the code of a list, and open it."""
    hands = request.member.may(HAND)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = list_by_code(request.user, code=form.cleaned_data["code"], hands=hands)
        if found is not None:
            return redirect("canvassing:paper", slug, found.pk)
        form.add_error(
            "code", _("Aucune feuille ne porte ce code ici. Huit lettres ou chiffres, en haut à droite.")
        )
    waiting = waiting_lists(request.user, hands=hands)
    context = {"form": form, "waiting": waiting}
    return render(request, "canvassing/paper_code.html", context, status=422 if form.errors else 200)


@allow(read=CLAIM, write=CLAIM)
def sheet(request: CampaignRequest, slug: str, holding: int) -> HttpResponseBase:
    """Show a list in the order of the paper, to be entered; a POST without script enters it at once."""
    found = list_or_404(request, holding)
    if request.method == "GET" and withdrawn(request, found):
        return render(request, "canvassing/paper_gone.html", {"holding": found})
    opened = open_sheet(found, request.user)
    if request.method == "POST":
        count = enter_plain(
            holding=found, stops=opened.stops, span=opened.span, asked=request.POST, by=request.user
        )
        said = ngettext("%(n)s porte enregistrée.", "%(n)s portes enregistrées.", count)
        messages.success(request, said % {"n": count})
        return redirect("canvassing:paper_end", slug, found.pk)
    context = {
        "holding": found,
        "sheet": opened,
        "outcomes": _outcomes(),
        "data": _data(opened),
    }
    return render(request, "canvassing/paper_sheet.html", context)


def _outcomes() -> list[dict[str, str]]:
    keys = KEYS[language()]
    return [
        {"name": name, "key": key, "label": str(Outcome(name).label), "rank": str(rank)}
        for rank, (name, key) in enumerate(zip(OUTCOMES, keys, strict=True), start=1)
    ]


def _data(opened: Sheet) -> dict[str, Any]:
    return {
        "holding": opened.holding.pk,
        "seq": opened.seq,
        "start": opened.span.start.isoformat(),
        "end": opened.span.end.isoformat(),
        "rows": [
            {
                "door": door.door,
                "outcome": door.outcome,
                "report": door.report,
                "mine": door.mine,
                "struck": door.struck,
            }
            for stop in opened.stops
            for door in stop.doors
        ],
        "outcomes": _outcomes(),
    }


@allow(write=CLAIM)
def enter(request: CampaignRequest, slug: str, holding: int) -> HttpResponse:
    """Store some lines of a list as they are entered."""
    found = list_or_404(request, holding)
    sent_at, reports = _sent(request)
    if sent_at is None or reports is None:
        return JsonResponse({"perron": 1, "error": "not a sending"}, status=400)
    answers = enter_paper(holding=found, reports=reports, sent_at=sent_at, by=request.user)
    results = [answer.as_json() for answer in answers]
    return JsonResponse({"perron": 1, "server_time": timezone.now().isoformat(), "results": results})


def _sent(request: CampaignRequest) -> tuple[datetime | None, list[Any] | None]:
    """Read a sending; nothing when it is none."""
    if len(request.body) > MOST_BYTES:
        return None, None
    try:
        body = orjson.loads(request.body)
        sent_at = parse_datetime(body["sent_at"])
        reports = body["reports"]
    except (ValueError, TypeError, KeyError):
        return None, None
    if sent_at is None or sent_at.tzinfo is None or not isinstance(reports, list) or len(reports) > MOST:
        return None, None
    return sent_at, reports


@allow(read=CLAIM, write=CLAIM)
def end(request: CampaignRequest, slug: str, holding: int) -> HttpResponseBase:
    """Sum up a list; a POST says that the turf is done, or gives it back."""
    found = list_or_404(request, holding)
    if request.method == "POST":
        return _closed(request, slug, found)
    if withdrawn(request, found):
        return render(request, "canvassing/paper_gone.html", {"holding": found})
    opened = open_sheet(found, request.user)
    counts = dict.fromkeys(OUTCOMES, 0)
    for stop in opened.stops:
        for door in stop.doors:
            if door.outcome in counts:
                counts[door.outcome] += 1
    both = reconciled(found.turf)
    context = {
        "holding": found,
        "sheet": opened,
        "counts": [(Outcome(name).label, count) for name, count in counts.items()],
        "left": opened.doors - opened.entered,
        "differ": both.count("differ"),
        "phone": both.count("phone"),
        "agree": both.count("agree"),
        "may_choose": request.member.may(HAND),
    }
    return render(request, "canvassing/paper_end.html", context)


def _closed(request: CampaignRequest, slug: str, found: Holding) -> HttpResponseBase:
    if request.POST.get("geste") == "done":
        finish_turf(holding=found, by=request.user)
        messages.success(request, _("Le secteur %(name)s est fait.") % {"name": found.turf.name_short})
    else:
        give_back(holding=found, by=request.user)
        messages.success(
            request,
            _("Le secteur %(name)s est rendu : il reste des portes à voir.")
            % {"name": found.turf.name_short},
        )
    return redirect("canvassing:paper_code", slug)
