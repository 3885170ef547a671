"""The phone app: a page without data, the same for everybody, in French and in English."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from perron_web.features.canvassing.rules.shell import FIRST, SHEETS
from perron_web.platform.access import public
from perron_web.platform.words import language as of_page


@public("GET")
def shell(request: HttpRequest, language: str = "") -> HttpResponse:
    """Show the app in the language of its address, or in the visitor's."""
    return in_language(request, language or of_page())


def in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Return the app in one language."""
    with override(language):
        context = {"language": language, "sheets": SHEETS, "scripts": FIRST}
        page = render(request, "canvassing/phone/shell.html", context)
    page.headers["Cache-Control"] = "no-cache"
    return page
