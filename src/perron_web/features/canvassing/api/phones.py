"""`/api/phones`: a logged-in browser becomes a phone of the campaign."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Status
from ninja.security import django_auth

from perron_web.features.campaigns.queries import campaigns_of
from perron_web.features.canvassing.api.schemas import Here, Refused, Registered, Registering
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.platform.access.declare import find_member, needs_second_factor
from perron_web.platform.words import language

router = Router(tags=["phones"])


@router.get("/phones", auth=django_auth, response={200: Here, 401: Refused})
def here(request: HttpRequest) -> Any:
    """Read who is logged in and the campaigns they may canvass for; gives the CSRF cookie that POST wants."""
    get_token(request)
    mine = [one for one in campaigns_of(request.user) if "canvassing" not in one.modules_off]
    return {"user": request.user, "campaigns": mine}


@router.post("/phones", auth=django_auth, response={201: Registered, 403: Refused, 404: Refused})
def register(request: HttpRequest, asked: Registering) -> Any:
    """Register this browser as a phone: the session and its CSRF token prove who asks."""
    member = find_member()(request.user, asked.campaign)
    if member is None or "canvassing" in member.campaign.modules_off:
        return Status(404, Refused(error="no such campaign"))
    if needs_second_factor(member):
        return Status(403, Refused(error="a second factor is needed"))
    phone, token = register_phone(campaign=member.campaign, user=member.user, label=asked.label)
    return Status(
        201,
        Registered(
            token=token,
            phone=phone.pk,
            campaign=member.campaign.slug,
            campaign_name=member.campaign.name,
            user={"id": member.user.pk, "name": member.user.name},  # type: ignore[arg-type]
            language=language(),  # type: ignore[arg-type]
        ),
    )
