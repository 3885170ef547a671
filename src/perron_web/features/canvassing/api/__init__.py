"""What phones call: `sync` in the fast lane, the rest through django-ninja."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from perron_web.features.canvassing.api import mine, phones
from perron_web.features.canvassing.api.schemas import Received, Refused, sending_schema
from perron_web.features.canvassing.api.sync import sync
from perron_web.platform.access.phones import PhoneToken

__all__ = ["SHARED_SCHEMAS", "router", "sync"]

_SENDING, SHARED_SCHEMAS = sending_schema()

router = Router()
router.add_router("", phones.router)
router.add_router("", mine.router)


@router.post(
    "/sync",
    auth=PhoneToken(),
    tags=["reports"],
    response={
        200: Received,
        400: Refused,
        401: Refused,
        403: Refused,
        413: Refused,
        429: Refused,
        503: Refused,
    },
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _SENDING}}}},
)
def send(request: HttpRequest) -> Any:
    """Send reports, each stored once: the address itself is answered in the fast lane, by `sync`.

    The body may be compressed (Content-Encoding: gzip).
    """
    return sync(request)
