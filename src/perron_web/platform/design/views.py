"""Pages of the site itself: the living page of components, the campaign's colour, light or dark, errors."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from perron_web.platform.access import public
from perron_web.platform.design import samples
from perron_web.platform.design.colour import parse, style_sheet

THEMES: Final = ("light", "dark")
YEAR: Final = 365 * 24 * 3600


@public("GET")
def living(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "design/living.html", samples.context())


@public("GET")
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """Serve the style sheet of a colour; the address holds the colour, so it never changes."""
    if parse(colour) != f"#{colour}":
        raise Http404
    response = HttpResponse(style_sheet(colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@public("POST")
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the machine does, and go back to the page."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response: HttpResponse = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "apparence",
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        response.delete_cookie("apparence", samesite="Lax")
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form had expired, and what to do."""
    return render(request, "403_csrf.html", status=403)
