"""The list of turfs, one turf, the fragments that other pages show."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from perron_web.features.targeting.queries import adopted_run
from perron_web.features.targeting.queries.map_scope import map_scope
from perron_web.features.teams.queries import teams_seen
from perron_web.features.territory.queries import territories_of
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.forms import FilterForm
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.editor import map_items, turfs_shown
from perron_web.features.turfs.queries.holdings import holders_of, last_expired, people_for
from perron_web.features.turfs.queries.lists import (
    bureaux_listed,
    filtered,
    handed_out,
    standing_turfs,
    summed,
    teams_at,
    territory_names,
    turfs_in_reach,
)
from perron_web.features.turfs.rules import EDIT, READ
from perron_web.features.turfs.views.common import adopted_or_404, bureau_or_404
from perron_web.platform.access import CampaignRequest, allow

PAGE = 40


@allow(read=READ, module="turfs")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the bureaux and their turfs, to be filtered."""
    run = adopted_run(request.campaign)
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    turfs = filtered(standing_turfs(run), asked)
    context: dict[str, Any] = {"run": run, "form": form, "asked": asked, "filtering": any(asked.values())}
    if run is not None:
        rows = list(bureaux_listed(turfs, run=run, sort=request.GET.get("tri", "rang")))
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        seen = map_scope(request.campaign)
        context |= {"scope": None if seen.tiled else seen, "shares": handed_out(rows)}
        names = territory_names([row["place"] for row in page])
        for row in page:
            row["territory"] = names[row["place"]]
        context |= {"page": page, "totals": summed(rows)}
        context |= {"teams": list(teams_seen(request.user)), "territories": list(territories_of())}
        context["may_give"] = request.member.may(EDIT) and bool(context["teams"])
    return render(request, "turfs/index.html", context)


@allow(read=READ, module="turfs")
def show(request: CampaignRequest, slug: str, turf: int) -> HttpResponse:
    """Show one turf: its list in walking order, on the map."""
    rows = turfs_in_reach(adopted_run(request.campaign), request.user).select_related("bureau", "team", "run")
    found = get_object_or_404(rows, pk=turf)
    shown = turfs_shown(run=found.run, bureau=found.bureau, also=found.pk)
    mine = next(one for one in shown if one.number == found.number)
    places = request.member.places(EDIT)
    context = {
        "turf": found,
        "one": mine,
        "bureau": found.bureau,
        "territory": territory_names([found.place])[found.place],
        "teams": list(teams_at(found.place)),
        "may_edit": places is None or found.place.startswith(places),
        "people": people_for(found),
        "expired": last_expired(found) if found.state == State.EXPIRED else None,
        "data": {"turfs": map_items(shown), "chosen": found.number, "bounds": _bounds(found)},
    }
    return render(request, "turfs/show.html", context)


def _bounds(turf: Turf) -> list[float]:
    bureau = turf.bureau
    return [bureau.west, bureau.south, bureau.east, bureau.north]


@allow(read=READ, module="turfs")
def of_bureau(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Show the turfs of a bureau as a fragment of its page."""
    run = adopted_or_404(request)
    bureau = bureau_or_404(run, code)
    turfs = Turf.objects.filter(run=run, bureau=bureau, retired=False).select_related("team")
    return render(
        request, "turfs/of_bureau.html", {"bureau": bureau, "turfs": list(turfs.order_by("number"))}
    )


@allow(read=READ, module="turfs")
def of_team(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show the turfs of a team as a fragment of its page."""
    found = get_object_or_404(teams_seen(request.user), pk=team)
    turfs = (
        turfs_in_reach(adopted_run(request.campaign), request.user)
        .filter(team=found)
        .select_related("team", "bureau")
    )
    rows = list(turfs.order_by("code")[:500])
    held = holders_of(rows)
    shown = [(turf, held.get(turf.pk)) for turf in rows]
    return render(request, "turfs/of_team.html", {"team": found, "turfs": shown})
