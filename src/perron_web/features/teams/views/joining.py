"""The page behind a team's code: what the team is, and a way in for whoever proves their address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.accounts.forms import JoinForm
from perron_web.features.accounts.views.visitors import let_in
from perron_web.features.campaigns.queries.people import find_member
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.models import Team
from perron_web.features.teams.queries.members import standing
from perron_web.features.teams.services.joining import ask_to_join, find_team
from perron_web.features.teams.views.common import place_name
from perron_web.features.teams.views.members import tell_leader
from perron_web.platform.access import public
from perron_web.platform.words import words


@public("GET", "POST")
def join(request: HttpRequest, joining: str) -> HttpResponse:
    """Show the team; a POST asks to join it, or asks a visitor's address first."""
    team = find_team(token=joining)
    if team is None or "teams" in team.campaign.modules_off:
        raise Http404
    with scope(campaign=team.campaign, places=None):
        if team.state != TeamState.ACTIVE:
            return render(request, "teams/join.html", _shown(request, team), status=410)
        if request.user.is_authenticated:
            return _known(request, team)
        return _visitor(request, team)


def _known(request: HttpRequest, team: Team) -> HttpResponse:
    """Ask in the name of whoever is logged in; members are taken to the team's page."""
    error = ""
    if request.method == "POST":
        try:
            row = ask_to_join(team=team, user=request.user, linked=True)
        except PerronError as refused:
            error = words(refused)
        else:
            if row.news:
                tell_leader(request, row)
            return redirect(request.path)
    return render(request, "teams/join.html", {**_shown(request, team), "error": error})


def _visitor(request: HttpRequest, team: Team) -> HttpResponse:
    """Ask a visitor's name and address, and send a code there."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and (way := let_in(request, form)):
        return way
    return render(request, "teams/join.html", {**_shown(request, team), "form": form})


def _shown(request: HttpRequest, team: Team) -> dict[str, Any]:
    user = request.user
    row = standing(team, user) if user.is_authenticated else None
    return {
        "team": team,
        "place": place_name(team.place),
        "row": row,
        "asked": row is not None and row.state == Belonging.ASKED,
        "inside": row is not None and row.state == Belonging.MEMBER,
        "member": find_member(user, team.campaign.slug) if user.is_authenticated else None,
    }
