"""Ending sessions, at once: the row of the session is deleted, the next request is a stranger's."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from perron_web.platform.audit.services import record


@transaction.atomic
def end_sessions(*, user: Any, by: Any, keep: str = "") -> int:
    """End a person's sessions on every device.

    Parameters
    ----------
    user : User
        Whose sessions.
    by : User
        Who ends them.
    keep : str
        Key of the one session that stays, such as the one in use; empty for none.

    Returns
    -------
    int
        How many were ended.
    """
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=keep):
        session.end()
        ended += 1
    if ended:
        record(action="accounts.end_sessions", target=user, by=by, sessions=ended)
    return ended


@transaction.atomic
def end_session(*, user: Any, session: int, by: Any) -> bool:
    """End one session of a person.

    Parameters
    ----------
    user : User
        Whose session.
    session : int
        Its number, as in the list of sessions.
    by : User
        Who ends it.

    Returns
    -------
    bool
        Whether there was such a session.
    """
    found = UserSession.objects.filter(user=user, pk=session).first()
    if found is None:
        return False
    found.end()
    record(action="accounts.end_session", target=user, by=by)
    return True
