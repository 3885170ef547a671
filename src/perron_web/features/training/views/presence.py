"""The trainer's own page: who is here, by code, by hand, without network; the session ended."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.members import give_role
from perron_web.features.training.choices import CheckIn, Seat, SessionState
from perron_web.features.training.forms import WelcomeForm
from perron_web.features.training.models import Attendance, Session
from perron_web.features.training.queries.links import session_path
from perron_web.features.training.queries.sessions import people_of
from perron_web.features.training.rules import TEACH, checking_in
from perron_web.features.training.services.seats import Tick, check_in, check_out, take_ticks, welcome
from perron_web.features.training.services.sessions import close_session
from perron_web.features.training.views.common import held_or_404, may, place_of, posted, said
from perron_web.platform.access import CampaignRequest, Role, allow
from perron_web.platform.links import qr
from perron_web.platform.providers import ask
from perron_web.platform.words import first_name

MOST_TICKS = 2000
OFFLINE = "hors-ligne"
"""Asked for by the service worker: the page without anybody's name; the browser's own list fills it."""
WORKER = Path(__file__).parents[1] / "static" / "training" / "worker.js"


@allow(read=TEACH, write=TEACH, module="training")
def sheet(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Show who is here; a POST adds somebody who had not signed up."""
    session = held_or_404(request, training)
    form, alone = WelcomeForm(posted(request)), OFFLINE in request.GET
    if form.is_valid():
        try:
            welcome(session=session, by=request.user, **form.cleaned_data)
        except PerronError as error:
            said(request, error)
        return redirect("training:presence", slug, training)
    people = [] if alone else list(people_of(session))
    link = request.build_absolute_uri(session_path(session, "here"))
    asked = ask("experiments.instructions_of_session", session.pk, [p.user_id for p in people], default=[])
    context = {
        "asked": asked,
        "session": session,
        "place": place_of(session.place),
        "rows": [_row(one, asked) for one in people if one.seat != Seat.NOT],
        "here": sum(one.checked_in_at is not None for one in people),
        "link": link,
        "code": qr(link) if session.state != SessionState.CANCELLED else "",
        "now": checking_in(session.starts_at, session.ends_at, timezone.now()),
        "started": session.starts_at <= timezone.now(),
        "form": form,
        "alone": alone,
        "may_welcome": may_grant(request.member.grants, Role.VOLUNTEER, session.place),
        "tab": "sessions",
    }
    return render(
        request, "training/presence.html", {**context, **may(request)}, status=422 if form.errors else 200
    )


def _row(one: Attendance, asked: list[Any]) -> dict[str, Any]:
    who = one.user.name or one.user.email
    own = [of.arm for of in asked if not of.whole and of.key == str(one.user_id)]
    return {
        "row": one, "who": who, "first": first_name(one.user.name) or _("sans nom"), "asked": ", ".join(own),
    }  # fmt: skip


@allow(read=TEACH, module="training")
def worker(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Send the service worker of this page: with it the page opens without network, names left out."""
    del slug
    held_or_404(request, training)
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@allow(read=TEACH, module="training")
def poster(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Show the code alone, to be projected or printed."""
    del slug
    session = held_or_404(request, training)
    link = request.build_absolute_uri(session_path(session, "here"))
    context = {"session": session, "link": link, "code": qr(link), "tab": "sessions"}
    return render(request, "training/poster.html", context)


@allow(write=TEACH, module="training")
def tick(request: CampaignRequest, slug: str, training: int, attendance: int) -> HttpResponse:
    """Tick or untick one person, by hand."""
    session = held_or_404(request, training)
    row = get_object_or_404(
        Attendance.objects.select_related("user", "session"), session=session, pk=attendance
    )
    try:
        if row.checked_in_at is None:
            check_in(session=session, user=row.user, source=CheckIn.HAND, by=request.user)
        else:
            check_out(attendance=row, by=request.user)
    except PerronError as error:
        said(request, error)
    return redirect("training:presence", slug, training)


@allow(write=TEACH, module="training")
def ticks(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Take in what was ticked without network, and answer who is here: the same twice changes nothing."""
    del slug
    session = held_or_404(request, training)
    try:
        asked = json.loads(request.body or b"{}").get("ticks", [])
        read = [Tick(int(one["attendance"]), bool(one["here"]), _moment(one["at"])) for one in asked]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"perron": 1, "error": "unreadable"}, status=400)
    if len(read) > MOST_TICKS:
        return JsonResponse({"perron": 1, "error": "too many"}, status=413)
    told = take_ticks(session=session, ticks=read, by=request.user)
    people = [
        {
            "id": one.pk,
            "first": first_name(one.user.name) or _("sans nom"),
            "here": one.checked_in_at is not None,
        }
        for one in people_of(session)
        if one.seat != Seat.NOT
    ]
    answer = JsonResponse({"perron": 1, "states": told, "people": people, "state": session.state})
    answer["Cache-Control"] = "no-store"
    return answer


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        raise ValueError(text)
    return min(found, timezone.now())


@allow(write=TEACH, module="training")
def close(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """End the session: whoever was here holds its certificate."""
    try:
        here = close_session(session=held_or_404(request, training), by=request.user)
    except PerronError as error:
        said(request, error)
    else:
        words = _("La session est terminée : certificats délivrés aux personnes présentes (%(here)s).")
        messages.success(request, words % {"here": here})
    return redirect("training:presence", slug, training)


@allow(write=TEACH, module="training")
def make_volunteer(request: CampaignRequest, slug: str, training: int, attendance: int) -> HttpResponse:
    """Let somebody who came from outside in the campaign, as a volunteer of the session's place."""
    session: Session = held_or_404(request, training)
    row = get_object_or_404(Attendance.objects.select_related("user"), session=session, pk=attendance)
    try:
        give_role(member=request.member, user=row.user, role=Role.VOLUNTEER, place=session.place)
    except PerronError as error:
        said(request, error)
    else:
        messages.success(request, _("Cette personne est maintenant bénévole de la campagne."))
    return redirect("training:presence", slug, training)
