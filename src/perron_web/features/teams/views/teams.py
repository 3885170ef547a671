"""Pages of teams."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.teams.forms import TeamForm
from perron_web.features.teams.models import Team
from perron_web.features.teams.queries import place_names, teams_seen
from perron_web.features.teams.rules import EDIT, READ
from perron_web.features.teams.services import create_team, update_team
from perron_web.platform.access import FIELD, CampaignRequest, allow


@allow(read=READ, module="teams")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the teams of one's places."""
    teams = list(teams_seen(request.user))
    names = place_names({team.place for team in teams})
    rows = [(team, names.get(team.place, _("toute la campagne"))) for team in teams]
    may = {"may_edit": request.member.may(EDIT), "may_invite": request.member.may(FIELD)}
    return render(request, "teams/index.html", {"rows": rows, **may})


@allow(read=READ, module="teams")
def show(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show one team and its turfs."""
    found = get_object_or_404(teams_seen(request.user), pk=team)
    places = request.member.places(EDIT)
    context = {
        "team": found,
        "place": place_names({found.place}).get(found.place, _("toute la campagne")),
        "may_edit": places is None or found.place.startswith(places),
    }
    return render(request, "teams/show.html", context)


@allow(read=EDIT, write=EDIT, module="teams")
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Make a team."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            team = create_team(campaign=request.campaign, by=request.user, **form.values())
        except PerronError as error:
            form.add_error("name", _said(error, request))
        else:
            messages.success(request, _("L’équipe %(name)s est créée.") % {"name": team.name})
            return redirect("teams:show", slug, team.pk)
    status = 422 if form.errors else 200
    return render(request, "teams/form.html", {"form": form, "team": None}, status=status)


@allow(read=EDIT, write=EDIT, module="teams")
def update(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Change a team."""
    found = get_object_or_404(Team.objects.all(), pk=team)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            update_team(team=found, by=request.user, **form.values())
        except PerronError as error:
            form.add_error("name", _said(error, request))
        else:
            messages.success(request, _("L’équipe %(name)s est modifiée.") % {"name": found.name})
            return redirect("teams:show", slug, found.pk)
    status = 422 if form.errors else 200
    return render(request, "teams/form.html", {"form": form, "team": found}, status=status)


def _form(request: CampaignRequest, team: Team | None = None) -> TeamForm:
    data = request.POST if request.method == "POST" else None
    names = ("name", "place", "leader", "meeting_name", "meeting_lon", "meeting_lat")
    return TeamForm(
        data,
        campaign=request.campaign,
        reach=request.member.places(EDIT),
        led_by=team.leader_id if team else None,
        initial={name: getattr(team, name) for name in names} if team else None,
    )


def _said(error: PerronError, request: HttpRequest) -> str:
    return error.text("en" if (getattr(request, "LANGUAGE_CODE", "fr")).startswith("en") else "fr")
