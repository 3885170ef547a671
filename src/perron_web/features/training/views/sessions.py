"""Sessions: those to come, one of them, signing up, announcing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.queries.places import place_names, places_offered, search_places
from perron_web.features.training.choices import Seat, SessionState
from perron_web.features.training.forms import SessionForm
from perron_web.features.training.models import Attendance, Module, Session
from perron_web.features.training.queries.links import session_path
from perron_web.features.training.queries.people import own_certificates
from perron_web.features.training.queries.sessions import (
    coming_sessions,
    sessions_held,
    with_seats,
)
from perron_web.features.training.rules import READ, TEACH
from perron_web.features.training.services.seats import sign_up, withdraw
from perron_web.features.training.services.sessions import cancel_session, save_session
from perron_web.features.training.views.common import (
    PAGE,
    held_or_404,
    may,
    place_of,
    posted,
    said,
    seen_or_404,
)
from perron_web.platform.access import FIELD, CampaignRequest, allow
from perron_web.platform.calendars import Event, write_calendar


@allow(read=READ, module="training")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the sessions to come; with `?passees`, those that took place and are mine to keep."""
    del slug
    past = "passees" in request.GET and request.member.may(TEACH)
    if past:
        rows = with_seats(sessions_held(request.member).filter(ends_at__lt=timezone.now())).order_by(
            "-starts_at"
        )
    else:
        rows = coming_sessions(request.member)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    sessions = list(page.object_list)
    names = place_names(one.place for one in sessions)
    context = {
        "page": page,
        "rows": [
            {"session": one, "place": names[one.place], "left": one.places_max - one.coming}
            for one in sessions
        ],
        "past": past,
        "certificates": own_certificates(request.user)[:6],
        "any_module": Module.objects.filter(retired=False).exists(),
        "tab": "sessions",
    }
    return render(request, "training/index.html", {**context, **may(request)})


@allow(read=READ, module="training")
def show(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Show one session, and one's own seat in it."""
    del slug
    found = seen_or_404(request, training)
    counted = with_seats(Session.every.filter(pk=found.pk)).get()
    mine = sessions_held(request.member).filter(pk=found.pk).exists()
    own = Attendance.objects.filter(session=found, user=request.user).first()
    context = {
        "session": counted,
        "place": place_of(found.place),
        "left": counted.places_max - counted.coming,
        "own": own,
        "mine": mine,
        "open": found.state == SessionState.OPEN and found.ends_at > timezone.now(),
        "link": request.build_absolute_uri(session_path(found, "coming")) if mine else "",
        "tab": "sessions",
    }
    return render(request, "training/session.html", {**context, **may(request)})


@allow(write=READ, module="training")
def answer(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Take a seat, or give it back."""
    found = seen_or_404(request, training)
    if "non" in request.POST:
        withdraw(session=found, user=request.user, by=request.user)
        messages.success(request, _("Votre place est rendue."))
        return redirect("training:sessions", slug)
    try:
        row = sign_up(session=found, user=request.user, by=request.user)
    except PerronError as error:
        said(request, error)
    else:
        waiting = row.seat == Seat.WAITING
        told = _("Vous êtes sur la liste d’attente.") if waiting else _("Votre place est retenue.")
        messages.success(request, told)
    return redirect("training:session", slug, training)


@allow(read=READ, module="training")
def calendar(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Send the session for one's own diary."""
    found = seen_or_404(request, training)
    lon, lat = found.meeting_lon, found.meeting_lat
    event = Event(
        uid=f"formation-{found.pk}@{slug}",
        starts=found.starts_at,
        ends=found.ends_at,
        title=found.module.title,
        text=found.note,
        where=found.meeting_name,
        point=None if lon is None or lat is None else (lon, lat),
        cancelled=found.state == SessionState.CANCELLED,
    )
    written = write_calendar([event], name=found.module.title, stamp=timezone.now())
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    name = slugify(found.module.title) or "formation"
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@allow(read=TEACH, write=TEACH, module="training")
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Announce a session."""
    return _announced(request, slug, None)


@allow(read=TEACH, write=TEACH, module="training")
def update(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Change a session."""
    return _announced(request, slug, held_or_404(request, training))


def _announced(request: CampaignRequest, slug: str, session: Session | None) -> HttpResponse:
    form = SessionForm(
        posted(request), member=request.member, session=session, initial=_initial(request, session)
    )
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        try:
            saved = save_session(campaign=request.campaign, session=session, by=request.user, **form.values())
        except PerronError as error:
            said(request, error)
        else:
            messages.success(
                request, _("La session est annoncée.") if session is None else _("La session est modifiée.")
            )
            return redirect("training:session", slug, saved.pk)
    context = {"form": form, "session": session, "tab": "sessions", **_picker(request, form), **may(request)}
    return render(request, "training/session_form.html", context, status=422 if form.errors else 200)


def _initial(request: CampaignRequest, session: Session | None) -> dict[str, Any]:
    if session is None:
        module = request.GET.get("module", "")
        return {"module": int(module)} if module.isdecimal() and len(module) < 9 else {}
    names = ("module", "starts_at", "meeting_name", "places_max", "trainer", "note", "place")
    length = int((session.ends_at - session.starts_at).total_seconds() // 60)
    return {**{name: getattr(session, name) for name in names}, "hours": length}


def _picker(request: CampaignRequest, form: SessionForm) -> dict[str, Any]:
    """Return the places offered: one's own, and what a search without script found."""
    offered = places_offered(request.member, TEACH)
    text = request.POST.get("lieu", "").strip()
    if text and "find" in request.POST:
        offered = search_places(text)
        form.errors.clear()
    picked = form.picked
    if picked and picked not in {one.path for one in offered}:
        offered = [
            *offered,
            *(one for one in search_places(picked.rstrip("/").rpartition("/")[2]) if one.path == picked),
        ]
    alone = offered[0].path if len(offered) == 1 else ""
    return {
        "places": offered, "searched": text, "picked": alone if picked is None else picked,
        "may_search": request.member.may(FIELD),
    }  # fmt: skip


@allow(write=TEACH, module="training")
def cancel(request: CampaignRequest, slug: str, training: int) -> HttpResponse:
    """Cancel a session."""
    try:
        cancel_session(session=held_or_404(request, training), by=request.user)
    except PerronError as error:
        said(request, error)
    else:
        messages.success(request, _("La session est annulée. Celles et ceux qui devaient venir le verront."))
    return redirect("training:session", slug, training)
