"""A member's own page: what is next for them, and the next step where there is nothing yet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from perron_web.features.teams.queries.mine import mine_of
from perron_web.features.teams.queries.near import around
from perron_web.features.teams.rules import READ
from perron_web.features.teams.views.near import remembered
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import first_name


@allow(read=READ, module="teams")
def mine(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show a member what is theirs."""
    now = timezone.now()
    found = mine_of(request.member, now=now)
    kept = remembered(request) if not (found.teams and found.outings) else None
    near = around(kept.point, user=request.user, now=now, limit=3) if kept and kept.point else None
    off = request.campaign.modules_off
    context = {
        "mine": found,
        "first_name": first_name(request.member.user.name),
        "near": near,
        "kept": kept,
        "with_training": "training" not in off,
        "with_phone": "canvassing" not in off,
        "with_turfs": "turfs" not in off,
    }
    return render(request, "teams/mine.html", context)
