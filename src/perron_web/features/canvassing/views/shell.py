"""The phone app: a page without data, the same for everybody, in French and in English."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from perron_web.features.canvassing.rules.shell import EARLY, SHEETS, started_by
from perron_web.platform.access import public
from perron_web.platform.design.inlining import written
from perron_web.platform.words import language as of_page


@public("GET")
def shell(request: HttpRequest, language: str = "") -> HttpResponse:
    """Show the app in the language of its address, or in the visitor's."""
    return in_language(request, language or of_page())


def in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Return the app in one language: one answer holds all that is painted first."""
    style, early = written("style", SHEETS), written("script", EARLY)
    with override(language):
        context = {
            "language": language,
            "style": style.tag,
            "early": early.tag,
            "start": started_by(developing=settings.DEBUG),
        }
        page = render(request, "canvassing/phone/shell.html", context)
    page.headers["Cache-Control"] = "no-cache"
    policy = {"style-src": [style.source], "script-src": [early.source]}
    page._csp_update = policy  # type: ignore[attr-defined]  # noqa: SLF001 - as csp's own decorators do
    return page
