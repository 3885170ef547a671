"""The page behind a session's link or code: sign up, or say that one is here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.accounts.forms import JoinForm
from perron_web.features.accounts.views.visitors import let_in
from perron_web.features.campaigns.queries import find_member
from perron_web.features.training.choices import CheckIn, Seat, SessionState
from perron_web.features.training.models import Attendance, Session
from perron_web.features.training.queries.links import find_session
from perron_web.features.training.queries.sessions import with_seats
from perron_web.features.training.rules import EARLY, Purpose, checking_in
from perron_web.features.training.services.seats import check_in, sign_up
from perron_web.platform.access import public
from perron_web.platform.words import words


@public("GET", "POST")
def open_link(request: HttpRequest, check: str) -> HttpResponse:
    """Show the session; a POST takes a seat or notes the presence of whoever is logged in."""
    found = find_session(check)
    if found is None or "training" in found[0].campaign.modules_off:
        raise Http404
    session, purpose = found
    with scope(campaign=session.campaign, places=None):
        if request.method == "POST" and _open(session, purpose):
            if request.user.is_authenticated:
                return _taken(request, session, purpose)
            return _asked(request, session, purpose)
        form = None if request.user.is_authenticated else JoinForm()
        return render(request, "training/open.html", _shown(request, session, purpose, form))


def _open(session: Session, purpose: Purpose) -> bool:
    now = timezone.now()
    if purpose == "here":
        return session.state != SessionState.CANCELLED and checking_in(
            session.starts_at, session.ends_at, now
        )
    return session.state == SessionState.OPEN and session.ends_at > now


def _taken(request: HttpRequest, session: Session, purpose: Purpose) -> HttpResponse:
    try:
        if purpose == "here":
            check_in(session=session, user=request.user, source=CheckIn.QR, by=request.user)
        else:
            sign_up(session=session, user=request.user, by=request.user)
    except PerronError as error:
        messages.error(request, words(error))
    return redirect(request.path)


def _asked(request: HttpRequest, session: Session, purpose: Purpose) -> HttpResponse:
    form = JoinForm(request.POST)
    if way := let_in(request, form):
        return way
    return render(request, "training/open.html", _shown(request, session, purpose, form), status=422)


def _shown(request: HttpRequest, session: Session, purpose: Purpose, form: Any) -> dict[str, Any]:
    known = request.user.is_authenticated
    counted = with_seats(Session.every.filter(pk=session.pk)).get()
    own = Attendance.objects.filter(session=session, user=request.user).first() if known else None
    return {
        "session": counted,
        "named": session.campaign,
        "purpose": purpose,
        "open": _open(session, purpose),
        "from": session.starts_at - EARLY,
        "early": timezone.now() < session.starts_at - EARLY,
        "left": counted.places_max - counted.coming,
        "own": own if own and own.seat != Seat.NOT else None,
        "member": find_member(request.user, session.campaign.slug) if known else None,
        "form": form,
    }
