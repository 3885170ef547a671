"""What the pages of training share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from perron.errors import PerronError
from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.training.models import Session
from perron_web.features.training.queries.sessions import sessions_held, sessions_seen
from perron_web.features.training.rules import MANAGE, TEACH, WATCH
from perron_web.platform.access import CampaignRequest
from perron_web.platform.words import words

PAGE = 50


def may(request: CampaignRequest) -> dict[str, bool]:
    """Return what a person may do, for the tabs and buttons."""
    member = request.member
    return {"may_manage": member.may(MANAGE), "may_teach": member.may(TEACH), "may_watch": member.may(WATCH)}


def held_or_404(request: CampaignRequest, training: int) -> Session:
    """Return a session whose list of people is the member's to keep."""
    rows = sessions_held(request.member).select_related("module", "trainer", "campaign")
    return get_object_or_404(rows, pk=training)


def seen_or_404(request: CampaignRequest, training: int) -> Session:
    """Return a session that the member may come to, or keeps."""
    rows = sessions_seen(request.member) | sessions_held(request.member)
    return get_object_or_404(rows.select_related("module", "trainer", "campaign"), pk=training)


def place_of(place: str) -> str:
    """Return the name of a place."""
    return place_names([place])[place]


def said(request: HttpRequest, error: PerronError) -> None:
    """Show an error above the next page."""
    messages.error(request, words(error))


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or nothing."""
    return request.POST if request.method == "POST" else None
