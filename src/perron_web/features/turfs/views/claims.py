"""A volunteer's own turfs, and the short list from which they take one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.teams.queries.locating import locate
from perron_web.features.turfs.forms import ClaimForm
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.claims import may_ask_for, short_list, starts_of
from perron_web.features.turfs.queries.holdings import came_back, held_by, holding_for, teams_of
from perron_web.features.turfs.queries.instructions import asked_of_all
from perron_web.features.turfs.rules import CLAIM, HAND, MOST_HELD, TOLD
from perron_web.features.turfs.services.holding import extend, finish_turf, give_back, take_turf
from perron_web.features.turfs.services.printing import print_turfs
from perron_web.features.turfs.views.common import codes_of, pdf
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.design.figures import moment
from perron_web.platform.words import language, words


@allow(read=CLAIM, write=CLAIM, module="turfs")
def near(request: CampaignRequest, slug: str) -> HttpResponseBase:
    """Show what I hold and the few turfs I may take; a POST takes one, gives one back, keeps one longer."""
    if request.method == "POST":
        return _done(request, slug)
    run = adopted_run(request.campaign)
    teams = teams_of(request.user)
    mine = list(held_by(request.user))
    asked = asked_of_all(mine)
    context: dict[str, Any] = {
        "run": run,
        "mine": [(one, asked.get(one.pk, [])) for one in mine],
        "back": list(came_back(request.user, timezone.now() - TOLD)[:MOST_HELD]),
        "full": len(mine) >= MOST_HELD,
        "most": MOST_HELD,
        "may_read": request.member.may(HAND),
    }
    if run is not None and not context["full"]:
        context |= _choice(request, teams)
    return render(request, "turfs/near.html", context)


def _choice(request: CampaignRequest, teams: dict[int, Any]) -> dict[str, Any]:
    """Return the short list, from where the person says they are, or from their next meeting point."""
    starts = starts_of(request.user, teams)
    asked = request.GET.get("ou", "").strip()
    found = locate(asked, place=request.GET.get("lieu", "")) if asked else None
    chosen = next((one for one in starts if one.key == request.GET.get("depuis")), None)
    if chosen is None and starts and not asked:
        chosen = starts[0]
    point = found.point if found else chosen.point if chosen else None
    return {
        "starts": starts,
        "chosen": chosen,
        "asked": asked,
        "found": found,
        "list": short_list(request.user, near=point, teams=teams),
    }


def _done(request: CampaignRequest, slug: str) -> HttpResponseBase:
    form = ClaimForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    try:
        if asked["geste"] == "take":
            messages.success(request, _taken(request, asked["secteur"] or 0))
        else:
            messages.success(request, told(request, asked["geste"], asked["tenu"] or 0))
    except PerronError as error:
        messages.error(request, words(error))
    return redirect("turfs:near", slug)


def _taken(request: CampaignRequest, turf: int) -> str:
    if not may_ask_for(request.user, turf):
        raise Http404
    held = take_turf(turf=turf, by=request.user)
    return _("Le secteur %(name)s est à vous jusqu’au %(until)s.") % {
        "name": held.turf.name_short,
        "until": moment(held.expires_at),
    }


def told(request: CampaignRequest, gesture: str, pk: int) -> str:
    """Give back, finish or keep what is held, and return what to say of it.

    Parameters
    ----------
    request : CampaignRequest
        Who asks.
    gesture : str
        "back", "done" or "keep".
    pk : int
        Key of the holding.

    Returns
    -------
    str
        What was done.
    """
    holding = holding_or_404(request, pk)
    name = {"name": holding.turf.name_short}
    if gesture == "keep":
        until = extend(holding=holding, by=request.user)
        return _("Le secteur %(name)s est gardé jusqu’au %(until)s.") % {**name, "until": moment(until)}
    if gesture == "done":
        finish_turf(holding=holding, by=request.user)
        return _("Le secteur %(name)s est fait. Merci !") % name
    give_back(holding=holding, by=request.user)
    return _("Le secteur %(name)s est rendu : un autre binôme peut le prendre.") % name


def holding_or_404(request: CampaignRequest, pk: int) -> Holding:
    """Return a holding within the person's reach.

    Parameters
    ----------
    request : CampaignRequest
        Who asks.
    pk : int
        Key of the holding.

    Returns
    -------
    Holding
        With its turf and bureau.
    """
    found = holding_for(request.user, pk=pk, hands=request.member.may(HAND))
    if found is None:
        raise Http404
    return found


@allow(read=CLAIM, module="turfs")
def sheet(request: CampaignRequest, slug: str, holding: int) -> HttpResponse:
    """Send the walk list of what is held, with the code that opens its entry page."""
    found = holding_or_404(request, holding)
    if found.ended_at is not None:
        raise Http404
    held = codes_of(request, [found])
    turfs = Turf.every.filter(pk=found.turf_id)
    content = print_turfs(run=found.turf.run, turfs=turfs, lang=language(), by=request.user, held=held)
    return pdf(content, found.turf.name_short)
