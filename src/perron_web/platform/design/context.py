"""What every page knows of the site and of the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from perron_web.platform.access.roles import DESK
from perron_web.platform.design.nav import entries
from perron_web.platform.providers import ask


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the campaign, the member and the site's switches, for templates.

    Parameters
    ----------
    request : HttpRequest
        The request.

    Returns
    -------
    dict
        `campaign` and `member` (None outside campaigns), `demo`, `mail_is_printed` (on the terminal, for
        want of a server), `theme` ("" when left to the machine), `nav` (places of the campaign this person
        may open), `my_campaigns` (asked only where shown),
        `sees_controls` (whether they are told who is left alone).
    """
    member = getattr(request, "member", None)
    theme = request.COOKIES.get("apparence", "")
    return {
        "campaign": getattr(request, "campaign", None),
        "member": member,
        "demo": settings.DEMO,
        "mail_is_printed": settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "theme": theme if theme in ("light", "dark") else "",
        "sees_controls": bool(member and member.may(DESK)),
        "nav": entries(member, request.path) if member else [],
        "my_campaigns": SimpleLazyObject(lambda: ask("campaigns.of", request.user, default=[])),
    }
