"""The page behind an invitation's link: says what it gives, and gives it to whoever proves their address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.accounts.services.codes import send_code
from perron_web.features.accounts.services.profile import open_account
from perron_web.features.campaigns.forms.people import JoinForm
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
    if request.method == "POST" and form.is_valid():
        language = "en" if get_language() == "en" else "fr"
        open_account(email=form.cleaned_data["email"], name=form.cleaned_data["name"], language=language)
        if send_code(request=request, email=form.cleaned_data["email"]):
            confirm = reverse("account_confirm_login_code")
            return redirect(f"{confirm}?{urlencode({'next': request.path})}")
        form.add_error("email", _("Trop de codes ont été demandés : réessayez dans quelques minutes."))
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
