"""The health page."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from perron_web.platform.access import public


@public("GET")
def health(_request: HttpRequest) -> JsonResponse:
    """Say whether the site answers and reaches its database; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})
