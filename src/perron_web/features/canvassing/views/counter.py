"""The public counter of a campaign, where it chose to show one."""

from typing import Final

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_scopes import scope

from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.queries.counter import counted, is_public
from perron_web.platform.access import public

SECONDS: Final = 60


@public("GET")
def counter(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many doors a campaign has knocked at; 404 where it did not choose to."""
    campaign = get_object_or_404(Campaign, slug=slug)
    with scope(campaign=campaign, places=None):
        if "canvassing" in campaign.modules_off or not is_public():
            raise Http404
        key = f"counter-{campaign.pk}"
        kept = cache.get(key) or (counted(),)
        cache.add(key, kept, SECONDS)
    response = render(request, "canvassing/counter.html", {"counted": kept[0], "campaign": campaign})
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response
