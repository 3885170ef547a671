"""Pages of teams: the list, one team, started, changed, approved, closed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.forms import MessageForm, OwnTeamForm, StartForm, TeamForm
from perron_web.features.teams.models import Team
from perron_web.features.teams.queries.members import belongs, messages_of, people_of, standing
from perron_web.features.teams.queries.outings import coming, counted, outings_seen
from perron_web.features.teams.queries.teams import (
    doors_knocked,
    headcounts,
    looks_after,
    over,
    teams_listed,
    teams_of,
)
from perron_web.features.teams.rules import EDIT, LEAD, READ
from perron_web.features.teams.services.messages import send_mails
from perron_web.features.teams.services.teams import (
    approve_team,
    close_team,
    create_team,
    propose_team,
    update_team,
)
from perron_web.features.teams.views.common import led_team, place_name, posted, root, seen_team
from perron_web.platform.access import DESK, FIELD, CampaignRequest, allow
from perron_web.platform.words import words

PAGE = 50
BOARD = 20


@allow(read=READ, module="teams")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the teams of one's places and one's own."""
    text, state = request.GET.get("q", "").strip()[:80], request.GET.get("etat", "")
    state = state if state in TeamState.values else ""
    reach = teams_of(request.member)
    page = Paginator(teams_listed(reach, text=text, state=state), PAGE).get_page(request.GET.get("page"))
    teams = list(page.object_list)
    names = place_names({team.place for team in teams})
    keys = [team.pk for team in teams]
    knocked, heads = doors_knocked(keys), headcounts(keys)
    rows: list[dict[str, Any]] = [
        {
            "team": team,
            "place": names[team.place],
            "knocked": knocked.get(team.pk),
            "people": heads.get(team.pk, {}).get(Belonging.MEMBER, 0),
            "waiting": heads.get(team.pk, {}).get(Belonging.ASKED, 0),
            "mine": looks_after(request.member, team),
        }
        for team in teams
    ]
    above = request.member.may(EDIT)
    context = {
        "page": page,
        "rows": rows,
        "q": text,
        "state": state,
        "states": TeamState.choices if above else [],
        "filtered": bool(text or state),
        "counts_doors": any(row["knocked"] or row["team"].goal_doors for row in rows),
        "proposed": reach.filter(state=TeamState.PROPOSED).count() if above else 0,
        "may_edit": above,
        "may_invite": request.member.may(FIELD),
        "sees_turfs": request.member.may(DESK | FIELD) and "turfs" not in request.campaign.modules_off,
    }
    return render(request, "teams/index.html", context)


@allow(read=READ, module="teams")
def show(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show one team: to its members with its messages, to others with a way in."""
    found = seen_team(request, team)
    inside, leads = belongs(found, request.user), looks_after(request.member, found)
    outings = counted(coming(outings_seen(request.user), timezone.now()).filter(team=found), request.user)
    reads = inside or leads
    knocked = doors_knocked([found.pk]).get(found.pk)
    context = {
        "team": found,
        "place": place_name(found.place),
        "standing": standing(found, request.user),
        "inside": inside,
        "leads": leads,
        "reads": reads,
        "above": over(request.member, found),
        "people": list(people_of(found)) if reads else [],
        "count": people_of(found).count(),
        "waiting": people_of(found, Belonging.ASKED).count() if leads else 0,
        "outings": list(outings[:5]),
        "board": list(messages_of(found)[:BOARD]) if reads else [],
        "form": MessageForm() if leads else None,
        "knocked": knocked,
        "goal_share": min(1.0, (knocked or 0) / found.goal_doors) if found.goal_doors else None,
        "sees_turfs": request.member.may(DESK | FIELD) and "turfs" not in request.campaign.modules_off,
    }
    return render(request, "teams/show.html", context)


@allow(read=READ, write=READ, module="teams")
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Make a team in one's places; whoever has none to decide on proposes it."""
    above = request.member.may(EDIT)
    form = _form(request) if above else StartForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if above:
                team = create_team(campaign=request.campaign, by=request.user, **form.values())
            else:
                team = propose_team(member=request.member, **form.values())
        except PerronError as error:
            form.add_error("name", words(error))
        else:
            messages.success(request, _made(team))
            return redirect("teams:show", slug, team.pk)
    status = 422 if form.errors else 200
    return render(request, "teams/form.html", {"form": form, "team": None, "above": above}, status=status)


def _made(team: Team) -> str:
    if team.state == TeamState.PROPOSED:
        return _("« %(name)s » est proposée : la référente ou le référent du lieu va vous répondre.") % {
            "name": team.name
        }
    return _("« %(name)s » est créée.") % {"name": team.name}


@allow(read=LEAD, write=LEAD, module="teams")
def update(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Change a team that one looks after."""
    found = led_team(request, team)
    above = over(request.member, found)
    form = _form(request, found) if above else OwnTeamForm(posted(request), initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        values = {"place": found.place, "leader": found.leader, **form.values()}
        try:
            update_team(team=found, by=request.user, **values)
        except PerronError as error:
            form.add_error("name", words(error))
        else:
            messages.success(request, _("« %(name)s » est modifiée.") % {"name": found.name})
            return redirect("teams:show", slug, found.pk)
    status = 422 if form.errors else 200
    return render(request, "teams/form.html", {"form": form, "team": found, "above": above}, status=status)


@allow(write=EDIT, module="teams")
def approve(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Approve a proposed team, or open a closed one again."""
    found = _above(request, team)
    approve_team(member=request.member, team=found)
    if found.leader_id and found.leader_id != request.user.pk:
        campaign = request.campaign
        send_mails(campaign=campaign, kind="approved", number=found.pk, by=request.user, root=root(request))
    messages.success(request, _("« %(name)s » est active.") % {"name": found.name})
    return redirect("teams:show", slug, found.pk)


@allow(write=READ, module="teams")
def close(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Close a team; whoever proposed one may withdraw it."""
    found = seen_team(request, team)
    try:
        close_team(member=request.member, team=found)
    except PerronError:
        raise Http404 from None
    messages.success(request, _("« %(name)s » est fermée ; rien n’est effacé.") % {"name": found.name})
    return redirect("teams:index", slug)


def _above(request: CampaignRequest, team: int) -> Team:
    found: Team = get_object_or_404(Team.objects.select_related("leader"), pk=team)
    return found


def _form(request: CampaignRequest, team: Team | None = None) -> TeamForm:
    return TeamForm(
        posted(request),
        campaign=request.campaign,
        reach=request.member.places(EDIT),
        led_by=team.leader_id if team else None,
        initial=_initial(team) if team else None,
    )


def _initial(team: Team) -> dict[str, object]:
    names = ("name", "place", "leader", "meeting_name", "meeting_lon", "meeting_lat", "goal_doors")
    return {**{name: getattr(team, name) for name in names}, "open_to_all": team.open}
