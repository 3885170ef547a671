"""A person's own page: name, language, theme, second factors, open sessions."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.accounts.forms import ProfileForm
from perron_web.features.accounts.queries import authenticators_of, has_second_factor, sessions_of
from perron_web.features.accounts.services.profile import save_profile
from perron_web.features.accounts.services.sessions import end_session, end_sessions
from perron_web.features.accounts.views.cookies import keep_choices
from perron_web.platform.access import signed_in

if TYPE_CHECKING:
    from perron_web.features.accounts.models import User


@signed_in("GET", "POST")
def profile(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST saves name, language and theme."""
    form = ProfileForm(request.POST or None, instance=cast("User", request.user))
    if request.method == "POST" and form.is_valid():
        user = save_profile(user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("C’est enregistré."))
        return keep_choices(redirect("accounts:profile"), user)
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "authenticators": authenticators_of(request.user),
            "sessions": sessions_of(request.user),
            "current": request.session.session_key,
        },
    )


@signed_in("POST")
def end_one(request: HttpRequest, session: int) -> HttpResponse:
    """Close one session."""
    if not end_session(user=request.user, session=session, by=request.user):
        raise Http404
    messages.success(request, _("Cette session est fermée."))
    return redirect("accounts:profile")


@signed_in("POST")
def end_others(request: HttpRequest) -> HttpResponse:
    """Close every other session."""
    end_sessions(user=request.user, by=request.user, keep=request.session.session_key or "")
    messages.success(request, _("Toutes vos autres sessions sont fermées."))
    return redirect("accounts:profile")


@signed_in("GET")
def protection(request: HttpRequest) -> HttpResponse:
    """Show what protects the account, and why a second factor is asked when it is."""
    if (wanted := request.GET.get("next", "")).startswith("/c/"):
        request.session["after_protection"] = wanted
    return render(
        request,
        "accounts/protection.html",
        {
            "authenticators": authenticators_of(request.user),
            "protected": has_second_factor(request.user),
            "asked": "next" in request.GET,
            "after": request.session.get("after_protection"),
        },
    )
