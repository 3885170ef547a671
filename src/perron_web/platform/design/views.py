"""Pages of the site itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form had expired, and what to do."""
    return render(request, "403_csrf.html", status=403)
