"""What several pages of teams need."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.teams.models import Outing, Team
from perron_web.features.teams.queries.outings import outings_seen, runs
from perron_web.features.teams.queries.teams import looks_after, teams_of
from perron_web.platform.access import CampaignRequest

LONGEST = 15
"""Figures of the longest number taken from a form."""


def seen_team(request: CampaignRequest, team: int) -> Team:
    """Return a team that the person sees, or 404."""
    return get_object_or_404(teams_of(request.member), pk=team)


def led_team(request: CampaignRequest, team: int) -> Team:
    """Return a team that the person looks after, or 404."""
    found = seen_team(request, team)
    if not looks_after(request.member, found):
        raise Http404
    return found


def seen_outing(request: CampaignRequest, outing: int) -> Outing:
    """Return an outing that the person sees, or 404."""
    return get_object_or_404(outings_seen(request.user), pk=outing)


def led_outing(request: CampaignRequest, outing: int) -> Outing:
    """Return an outing that the person looks after, or 404."""
    found = seen_outing(request, outing)
    if not runs(request.member, found):
        raise Http404
    return found


def place_name(place: str) -> str:
    """Return the name of one place."""
    return place_names([place])[place]


def root(request: HttpRequest) -> str:
    """Return the address of the site, for links in e-mails."""
    return request.build_absolute_uri("/")


def whole(text: str) -> int | None:
    """Return a key or a number as posted; None for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= LONGEST else None


def posted(request: CampaignRequest) -> Any:
    """Return what was posted, or nothing."""
    return request.POST if request.method == "POST" else None
