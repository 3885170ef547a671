"""Links of a session, and the session behind a link."""

from django.urls import reverse
from django_scopes import scopes_disabled

from perron_web.features.training.models import Session
from perron_web.features.training.rules import Purpose, session_token, token_number, token_purpose


def session_path(session: Session, purpose: Purpose) -> str:
    """Return the address of a session for whoever has its link, member or not.

    Parameters
    ----------
    session : Session
        The session.
    purpose : {"coming", "here"}
        To sign up, or to note one's presence.

    Returns
    -------
    str
        Path on this site.
    """
    return reverse("trainings:open", args=[session_token(session.pk, session.nonce, purpose)])


def find_session(token: str) -> tuple[Session, Purpose] | None:
    """Find the session behind a link.

    Parameters
    ----------
    token : str
        Last part of the link.

    Returns
    -------
    tuple of Session and str, or None
        The session and what the link is for; None when it was not made here.
    """
    number = token_number(token)
    if number is None:
        return None
    with scopes_disabled():
        rows = Session.objects.select_related("campaign", "module", "trainer")
        found: Session | None = rows.filter(pk=number).first()
    purpose = token_purpose(token, number, found.nonce) if found else None
    return (found, purpose) if found and purpose else None
