"""The page behind an invitation's link: says what it gives, and gives it to whoever proves their address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.accounts.forms import JoinForm
from perron_web.features.accounts.views.visitors import let_in
from perron_web.features.campaigns.models import Invitation
from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.campaigns.services.invitations import accept_invitation, find_invitation
from perron_web.platform.access import Role, public
from perron_web.platform.words import words


@public("GET", "POST")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; a POST accepts it, or asks a visitor's address first."""
    invitation = find_invitation(token=token)
    if invitation is None:
        raise Http404
    if request.user.is_authenticated:
        return accept(request, invitation)
    if invitation.state != "open":
        return render(request, "campaigns/join.html", shown(invitation), status=410)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and (way := let_in(request, form)):
        return way
    return render(request, "campaigns/join.html", {**shown(invitation), "form": form})


def accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show a person who is logged in what they are about to join; a POST joins."""
    if request.method == "POST":
        try:
            accept_invitation(invitation=invitation, user=request.user)
        except PerronError as error:
            messages.error(request, words(error))
            return redirect(request.path)
        return redirect("dashboard:home", invitation.campaign.slug)
    return render(request, "campaigns/join.html", shown(invitation))


def shown(invitation: Invitation) -> dict[str, Any]:
    """Return what the page says of an invitation."""
    with scope(campaign=invitation.campaign, places=None):
        place = place_names([invitation.place])[invitation.place]
    return {"invitation": invitation, "place": place, "label": Role(invitation.role).label}
