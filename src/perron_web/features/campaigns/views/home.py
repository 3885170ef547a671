"""Outside any campaign: the list of mine, and a new one for the instance's staff."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from perron_web.features.accounts.services.profile import open_account
from perron_web.features.campaigns.forms.settings import NewCampaignForm
from perron_web.features.campaigns.queries.people import campaigns_of
from perron_web.features.campaigns.services import create_campaign
from perron_web.platform.access import signed_in


@signed_in("GET")
def home(request: HttpRequest) -> HttpResponse:
    """List my campaigns; a person with one goes straight to it."""
    mine = list(campaigns_of(request.user))
    if len(mine) == 1 and not getattr(request.user, "is_staff", False) and "toutes" not in request.GET:
        return redirect("dashboard:home", mine[0].slug)
    return render(request, "campaigns/home.html", {"campaigns": mine})


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Make a campaign and name its first director; for the instance's staff."""
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied
    form = NewCampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        director = open_account(email=form.cleaned_data["director"], name="", by=request.user)
        create_campaign(
            name=form.cleaned_data["name"], slug=form.cleaned_data["slug"], director=director, by=request.user
        )
        return redirect("site:home")
    return render(request, "campaigns/new.html", {"form": form})
