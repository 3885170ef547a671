"""One-click logins of the demo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from perron_web.features.accounts.services.demo import demo_allowed, enter_demo
from perron_web.platform.access import public


@public("GET")
def enter(request: HttpRequest, who: str) -> HttpResponse:
    """Log in as one of the invented people; nothing here without the demo, or from another machine."""
    if not demo_allowed(request=request) or enter_demo(request=request, who=who) is None:
        raise Http404
    return redirect("/")
