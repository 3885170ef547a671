"""The first page of a campaign."""

from django.http import HttpResponse
from django.shortcuts import render

from perron_web.platform.access import EVERYONE, CampaignRequest, allow


@allow(read=EVERYONE)
def home(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show where the campaign stands and what comes next."""
    return render(request, "dashboard/home.html", {})
