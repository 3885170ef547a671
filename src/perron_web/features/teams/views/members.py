"""Who is in a team: asking, letting in, leaving; its link, its code, its poster; messages to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.teams.choices import Belonging
from perron_web.features.teams.forms import MessageForm
from perron_web.features.teams.models import Team, TeamMember
from perron_web.features.teams.queries.members import people_of, standing
from perron_web.features.teams.rules import LEAD, READ
from perron_web.features.teams.services.joining import (
    accept_member,
    ask_to_join,
    end_membership,
    join_token,
)
from perron_web.features.teams.services.messages import send_mails, write_message
from perron_web.features.teams.services.teams import renew_link
from perron_web.features.teams.views.common import led_team, place_name, root, seen_team
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.links import qr
from perron_web.platform.words import words


@allow(write=READ, module="teams")
def ask(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Ask to join a team of one's places."""
    found = seen_team(request, team)
    try:
        row = ask_to_join(team=found, user=request.user)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        if row.news:
            tell_leader(request, row)
        messages.success(request, _("Votre demande est envoyée à l’équipe."))
    return redirect("teams:show", slug, team)


def tell_leader(request: HttpRequest, row: TeamMember) -> None:
    """Write to the leader that somebody asks."""
    campaign = row.team.campaign
    send_mails(campaign=campaign, kind="asked", number=row.pk, by=request.user, root=root(request))


@allow(write=READ, module="teams")
def leave(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Leave a team, or take one's request back."""
    found = seen_team(request, team)
    row = standing(found, request.user)
    if row is not None:
        end_membership(row=row, by=request.user)
        messages.success(request, _("Vous n’êtes plus dans l’équipe %(name)s.") % {"name": found.name})
    return redirect("teams:mine", slug)


@allow(read=LEAD, module="teams")
def members(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show who asks and who is in, with how to reach them: for whoever looks after the team."""
    found = led_team(request, team)
    context = {
        "team": found,
        "asked": list(people_of(found, Belonging.ASKED)),
        "people": list(people_of(found)),
    }
    return render(request, "teams/members.html", context)


@allow(write=LEAD, module="teams")
def accept(request: CampaignRequest, slug: str, team: int, person: int) -> HttpResponse:
    """Let somebody in."""
    found = led_team(request, team)
    row = get_object_or_404(people_of(found, Belonging.ASKED), user=person)
    try:
        accept_member(member=request.member, asked=row)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        send_mails(
            campaign=request.campaign, kind="accepted", number=row.pk, by=request.user, root=root(request)
        )
        messages.success(request, _("C’est fait : bienvenue dans l’équipe."))
    return redirect("teams:members", slug, team)


@allow(write=LEAD, module="teams")
def remove(request: CampaignRequest, slug: str, team: int, person: int) -> HttpResponse:
    """Take somebody out, or turn a request down."""
    found = led_team(request, team)
    row = get_object_or_404(people_of(found, Belonging.ASKED, Belonging.MEMBER), user=person)
    end_membership(row=row, by=request.user)
    messages.success(request, _("Cette personne n’est plus dans l’équipe."))
    return redirect("teams:members", slug, team)


@allow(write=LEAD, module="teams")
def write(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Write to the team."""
    found = led_team(request, team)
    form = MessageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Le message est vide ou trop long : rien n’est parti."))
        return redirect("teams:show", slug, team)
    try:
        write_message(team=found, text=form.cleaned_data["text"], by=request.user, root=root(request))
    except PerronError as error:
        messages.error(request, words(error))
    else:
        messages.success(request, _("Le message est affiché et part par e-mail."))
    return redirect("teams:show", slug, team)


@allow(read=LEAD, module="teams")
def share(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show the link to join and its code."""
    found = led_team(request, team)
    link = link_of(request, found)
    return render(request, "teams/share.html", {"team": found, "link": link, "code": qr(link)})


@allow(write=LEAD, module="teams")
def renew(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Close the link; another one opens."""
    renew_link(team=led_team(request, team), by=request.user)
    messages.success(request, _("L’ancien lien et les anciennes affiches n’ouvrent plus rien."))
    return redirect("teams:share", slug, team)


@allow(read=LEAD, module="teams")
def poster(request: CampaignRequest, slug: str, team: int) -> HttpResponse:
    """Show the poster of a team, to be printed."""
    found = led_team(request, team)
    link = link_of(request, found)
    context = {"team": found, "place": place_name(found.place), "link": link, "code": qr(link)}
    return render(request, "teams/poster.html", context)


def link_of(request: CampaignRequest, team: Team) -> str:
    """Return the address to join a team."""
    return request.build_absolute_uri(reverse("joining:join", args=[join_token(team)]))
