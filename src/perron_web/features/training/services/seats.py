"""Seats: taken, given back, passed on to whoever waits; presences noted once, however often sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.accounts.services.profile import open_account
from perron_web.features.training.choices import CheckIn, Seat, SessionState
from perron_web.features.training.models import Attendance, Session
from perron_web.features.training.services.certifying import certify
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire

OVER = Words(
    "This session is over or cancelled: choose another one.",
    "Cette session est terminée ou annulée\u00a0: choisissez-en une autre.",
)


@dataclass(frozen=True)
class Tick:
    """A presence ticked, or unticked, on a trainer's page."""

    attendance: int
    here: bool
    at: datetime


@transaction.atomic
def sign_up(*, session: Session, user: Any, by: Any) -> Attendance:
    """Take a seat, or a place on the waiting list when all are taken.

    Parameters
    ----------
    session : Session
        The session.
    user : User
        Who comes.
    by : User
        Who signs them up.

    Returns
    -------
    Attendance
        Their seat; the same one when they had it already.

    Raises
    ------
    PerronError
        The session is over.
    """
    session = _held(session)
    if session.state != SessionState.OPEN or session.ends_at < timezone.now():
        raise PerronError(OVER)
    row: Attendance | None = Attendance.objects.filter(session=session, user=user).first()
    if row is not None and row.seat != Seat.NOT:
        return row
    seat = Seat.COMING if _taken(session) < session.places_max else Seat.WAITING
    row = row or Attendance(campaign=session.campaign, session=session, user=user)
    row.seat, row.signed_up_at = seat, timezone.now()
    row.save()
    fire("trainee_enrolled", session=session, user=user, at=row.signed_up_at)
    record(action="training.sign_up", target=session, by=by, campaign=session.campaign, seat=str(seat))
    return row


@transaction.atomic
def withdraw(*, session: Session, user: Any, by: Any) -> None:
    """Give a seat back; the first who waits has it.

    Parameters
    ----------
    session : Session
        The session.
    user : User
        Who does not come.
    by : User
        Who says so.
    """
    session = _held(session)
    changed = (
        Attendance.objects.filter(session=session, user=user, checked_in_at=None)
        .exclude(seat=Seat.NOT)
        .update(seat=Seat.NOT)
    )
    if changed:
        record(action="training.withdraw", target=session, by=by, campaign=session.campaign)
        fill_seats(session=session)


def fill_seats(*, session: Session) -> int:
    """Give free seats to those who wait, first come first served.

    Parameters
    ----------
    session : Session
        The session, held by the transaction.

    Returns
    -------
    int
        Seats given.
    """
    free = session.places_max - _taken(session)
    if free <= 0:
        return 0
    waiting = Attendance.objects.filter(session=session, seat=Seat.WAITING).order_by("signed_up_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:free])
    return Attendance.objects.filter(pk__in=keys).update(seat=Seat.COMING)  # type: ignore[no-any-return]


@transaction.atomic
def check_in(
    *, session: Session, user: Any, source: CheckIn, by: Any, at: datetime | None = None
) -> Attendance:
    """Note that a person is here, whether they had signed up or not.

    Parameters
    ----------
    session : Session
        The session.
    user : User
        Who is here.
    source : CheckIn
        How it is noted.
    by : User
        Who notes it.
    at : datetime or None
        When; now by default.

    Returns
    -------
    Attendance
        Their presence.

    Raises
    ------
    PerronError
        The session was cancelled.
    """
    session = _held(session)
    if session.state == SessionState.CANCELLED:
        raise PerronError(OVER)
    row, made = Attendance.objects.get_or_create(
        session=session, user=user, defaults={"campaign": session.campaign}
    )
    if made:
        fire("trainee_enrolled", session=session, user=user, at=row.signed_up_at)
    if row.checked_in_at is None:
        row.checked_in_at, row.source, row.seat = (
            min(at or timezone.now(), timezone.now()),
            source,
            Seat.COMING,
        )
        row.save(update_fields=["checked_in_at", "source", "seat"])
        record(
            action="training.check_in", target=session, by=by, campaign=session.campaign, source=str(source)
        )
        if session.state == SessionState.DONE:
            certify_presence(attendance=row, session=session, by=by)
    return row  # type: ignore[no-any-return]


@transaction.atomic
def check_out(*, attendance: Attendance, by: Any, at: datetime | None = None) -> Attendance:
    """Take a presence back that was noted by mistake; one noted after that moment stays.

    Parameters
    ----------
    attendance : Attendance
        The presence.
    by : User
        Who takes it back.
    at : datetime or None
        When it was taken back; now by default.

    Returns
    -------
    Attendance
        The same row.

    Raises
    ------
    PerronError
        The session is over: its certificate is taken back instead.
    """
    if attendance.checked_in_at is None or (at is not None and attendance.checked_in_at > at):
        return attendance
    if attendance.session.state != SessionState.OPEN:
        raise PerronError(OVER)
    attendance.checked_in_at, attendance.source = None, ""
    attendance.save(update_fields=["checked_in_at", "source"])
    record(action="training.check_out", target=attendance.session, by=by, campaign=attendance.campaign)
    return attendance


def take_ticks(*, session: Session, ticks: Iterable[Tick], by: Any) -> dict[int, str]:
    """Take in what a trainer ticked without network; sent twice, it changes nothing more.

    Parameters
    ----------
    session : Session
        The session.
    ticks : iterable of Tick
        Ticks in the order in which they were made.
    by : User
        The trainer.

    Returns
    -------
    dict of int to str
        Attendance to "here", "away" or "unknown".
    """
    told: dict[int, str] = {}
    for tick in ticks:
        row = Attendance.objects.filter(session=session, pk=tick.attendance).select_related("session").first()
        if row is None:
            told[tick.attendance] = "unknown"
            continue
        try:
            if tick.here:
                row = check_in(session=session, user=row.user, source=CheckIn.OFFLINE, by=by, at=tick.at)
            else:
                row = check_out(attendance=row, by=by, at=tick.at)
        except PerronError:
            row.refresh_from_db()
        told[tick.attendance] = "here" if row.checked_in_at else "away"
    return told


@transaction.atomic
def welcome(*, session: Session, email: str, name: str, by: Any) -> Attendance:
    """Note somebody who came without signing up; an account is opened for them if they have none.

    Parameters
    ----------
    session : Session
        The session.
    email : str
        Their address.
    name : str
        Their name.
    by : User
        The trainer.

    Returns
    -------
    Attendance
        Their presence.
    """
    user = open_account(email=email, name=name)
    record(action="training.welcome", target=session, by=by, campaign=session.campaign)
    return check_in(session=session, user=user, source=CheckIn.HAND, by=by)


def certify_presence(*, attendance: Attendance, session: Session, by: Any) -> None:
    """Give somebody who was here the certificate of the session's module.

    Parameters
    ----------
    attendance : Attendance
        Their presence.
    session : Session
        The session.
    by : User
        Who gives it.
    """
    trainer = session.trainer if session.trainer_id != attendance.user_id else None
    certify(
        campaign=session.campaign, module=session.module, user=attendance.user, place=session.place,
        trained_by=trainer, session=session, at=attendance.checked_in_at, by=by,
    )  # fmt: skip


def _held(session: Session) -> Session:
    """Return the session, which nobody else changes until the end of the transaction."""
    found: Session = Session.every.select_for_update().select_related("campaign", "module").get(pk=session.pk)
    return found


def _taken(session: Session) -> int:
    return int(Attendance.objects.filter(session=session, seat=Seat.COMING).count())
