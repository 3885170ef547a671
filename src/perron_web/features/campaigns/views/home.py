"""Pages of campaigns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from perron_web.features.campaigns.queries import campaigns_of
from perron_web.platform.access import signed_in


@signed_in("GET")
def home(request: HttpRequest) -> HttpResponse:
    """List my campaigns; a person with one goes straight to it."""
    mine = list(campaigns_of(request.user))
    if len(mine) == 1:
        return redirect("dashboard:home", mine[0].slug)
    return render(request, "campaigns/home.html", {"campaigns": mine})
