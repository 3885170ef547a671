"""Sessions: announced, changed, cancelled, ended with the certificates of those who came."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.training.choices import SessionState
from perron_web.features.training.models import Attendance, Module, Session
from perron_web.features.training.services.seats import certify_presence, fill_seats
from perron_web.platform.audit.services import record

ENDED = Words(
    "This session is over: it is no longer changed.", "Cette session est terminée\u00a0: elle ne change plus."
)
EARLY = Words(
    "This session has not started: it is ended once it has taken place.",
    "Cette session n’a pas commencé\u00a0: elle se termine une fois qu’elle a eu lieu.",
)


@transaction.atomic
def save_session(
    *,
    campaign: Any,
    session: Session | None,
    module: Module,
    place: str,
    trainer: Any,
    starts_at: datetime,
    ends_at: datetime,
    meeting_name: str,
    meeting: tuple[float, float] | None,
    places_max: int,
    note: str,
    by: Any,
) -> Session:
    """Announce a session, or change it; more places go to those who wait.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    session : Session or None
        The session; None makes one.
    module : Module
        What is taught.
    place : str
        Materialised path of the territory it is for.
    trainer : User
        Who trains.
    starts_at, ends_at : datetime
        When.
    meeting_name : str
        Where, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place, degrees.
    places_max : int
        How many people can come.
    note : str
        What to bring, how to get in.
    by : User
        Who saves it.

    Returns
    -------
    Session
        The session.

    Raises
    ------
    PerronError
        It is over or cancelled.
    """
    made = session is None
    if session is not None and session.state != SessionState.OPEN:
        raise PerronError(ENDED)
    session = session or Session(campaign=campaign)
    session.module, session.place, session.trainer = module, place, trainer
    session.starts_at, session.ends_at = starts_at, ends_at
    session.meeting_name, session.places_max, session.note = meeting_name, places_max, note
    session.meeting_lon, session.meeting_lat = meeting or (None, None)
    session.save()
    if not made:
        fill_seats(session=session)
    record(
        action="training.create_session" if made else "training.update_session", target=session, by=by,
        module=module.pk, place=place,
    )  # fmt: skip
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: Any) -> Session:
    """Cancel a session; those who had signed up see it on their page.

    Parameters
    ----------
    session : Session
        The session.
    by : User
        Who cancels it.

    Returns
    -------
    Session
        The session.

    Raises
    ------
    PerronError
        It is over already.
    """
    if session.state == SessionState.DONE:
        raise PerronError(ENDED)
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    record(action="training.cancel_session", target=session, by=by)
    return session


@transaction.atomic
def close_session(*, session: Session, by: Any) -> int:
    """End a session: whoever was here holds its certificate.

    Parameters
    ----------
    session : Session
        The session; ending it again gives nothing twice.
    by : User
        Who ends it.

    Returns
    -------
    int
        People who were here.

    Raises
    ------
    PerronError
        It was cancelled, or has not started.
    """
    session = Session.every.select_for_update().select_related("campaign", "module").get(pk=session.pk)
    if session.state == SessionState.CANCELLED:
        raise PerronError(ENDED)
    if session.starts_at > timezone.now():
        raise PerronError(EARLY)
    session.state = SessionState.DONE
    session.save(update_fields=["state"])
    here = Attendance.objects.filter(session=session).exclude(checked_in_at=None).select_related("user")
    rows = list(here)
    for row in rows:
        certify_presence(attendance=row, session=session, by=by)
    record(action="training.close_session", target=session, by=by, here=len(rows))
    return len(rows)
