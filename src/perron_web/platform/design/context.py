"""What every page knows of the site and of the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the campaign, the member and the site's switches, for templates.

    Parameters
    ----------
    request : HttpRequest
        The request.

    Returns
    -------
    dict
        `campaign` and `member` (None outside campaigns), `demo`.
    """
    return {
        "campaign": getattr(request, "campaign", None),
        "member": getattr(request, "member", None),
        "demo": settings.DEMO,
    }
