"""What features below ask of training: sessions near a place, what a person's own page says of it."""

from datetime import timedelta
from typing import Any

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Abs, Cos, Radians
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import get_scope

from perron_web.features.teams.rules.nearest import metres
from perron_web.features.training.choices import Seat, SessionState
from perron_web.features.training.models import Session
from perron_web.features.training.queries.links import session_path
from perron_web.features.training.queries.people import next_module, own_certificates, own_sessions
from perron_web.features.training.queries.sessions import with_seats
from perron_web.platform.design.figures import counted, moment
from perron_web.platform.providers import Card, Near, provides

AHEAD = timedelta(days=60)


@provides("training.near")
def near(lon: float, lat: float, limit: int) -> list[Near]:
    """Return the coming sessions of the whole campaign that are nearest to a place.

    Parameters
    ----------
    lon, lat : float
        The place, degrees.
    limit : int
        How many at most.

    Returns
    -------
    list of Near
        Nearest first; full ones say that one may wait.
    """
    if "training" in get_scope()["campaign"].modules_off:
        return []
    now = timezone.now()
    rows: QuerySet[Session] = Session.every.filter(
        state=SessionState.OPEN, starts_at__gte=now, starts_at__lt=now + AHEAD, module__retired=False
    ).exclude(meeting_lon=None)
    narrow = Cos(Radians(Value(lat, output_field=FloatField())))
    away = Abs(F("meeting_lon") - lon) * narrow + Abs(F("meeting_lat") - lat)
    found = with_seats(rows.annotate(away=away).order_by("away", "pk"))[: limit * 2]
    sessions = sorted(
        ((metres((lon, lat), _point(one)), one) for one in found),
        key=lambda pair: (pair[0], pair[1].pk),
    )
    return [
        Near(
            title=one.module.title,
            url=session_path(one, "coming"),
            metres=distance,
            starts_at=one.starts_at,
            where=one.meeting_name,
            note=places_left(one),
        )
        for distance, one in sessions[:limit]
    ]


def _point(session: Session) -> tuple[float, float]:
    assert session.meeting_lon is not None
    assert session.meeting_lat is not None
    return session.meeting_lon, session.meeting_lat


def places_left(session: Any) -> str:
    """Say how many places a session has left.

    Parameters
    ----------
    session : Session
        From `with_seats`.

    Returns
    -------
    str
        Such as "3 places".
    """
    left = session.places_max - session.coming
    return counted(left, _("place,places")) if left > 0 else _("complet : liste d’attente")


@provides("training.mine")
def mine(user: Any) -> list[Card]:
    """Return what a person's own page says of training.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    list of Card
        The next sessions they come to, what to learn next, what they know.
    """
    campaign = get_scope()["campaign"]
    if "training" in campaign.modules_off:
        return []
    cards = [_coming(one, campaign.slug) for one in own_sessions(user)[:3]]
    coming = {one.title for one in cards}
    module = next_module(user)
    if module is not None and module.title not in coming:
        url = reverse("training:module", args=[campaign.slug, module.pk])
        cards.append(Card(module.title, module.summary, url, _("Se former"), ""))
    held = list(own_certificates(user))
    if held:
        url = reverse("training:certificate", args=[campaign.slug, held[0].pk])
        cards.append(Card(held[0].module.title, _("Certificat obtenu"), url, "", "done"))
    return cards


def _coming(seat: Any, slug: str) -> Card:
    session = seat.session
    url = reverse("training:session", args=[slug, session.pk])
    where = f" · {session.meeting_name}" if session.meeting_name else ""
    if session.state == SessionState.CANCELLED:
        return Card(session.module.title, _("Session annulée"), url, "", "stopped")
    state = "waiting" if seat.seat == Seat.WAITING else "taken"
    return Card(session.module.title, f"{moment(session.starts_at)}{where}", url, _("Voir la session"), state)
