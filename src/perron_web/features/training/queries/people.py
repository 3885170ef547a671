"""One's own training, and who should be reminded of what."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from perron_web.features.campaigns.models import Membership
from perron_web.features.teams.models import OutingPerson
from perron_web.features.training.choices import Seat, SessionState
from perron_web.features.training.models import Attendance, Branch, Certificate, Module
from perron_web.features.training.queries.sessions import SHOWN, sessions_held, with_seats
from perron_web.features.training.queries.tree import within_branches
from perron_web.features.training.rules import MANAGE, inside
from perron_web.platform.access import Member, Role

SOON: Final = timedelta(days=7)
"""Sessions of which people are reminded."""


def own_sessions(user: Any) -> QuerySet[Attendance]:
    """Return the seats a person has in sessions to come, cancelled ones too.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of Attendance
        With their session, the next first.
    """
    rows: QuerySet[Attendance] = Attendance.objects.filter(user=user).exclude(seat=Seat.NOT)
    coming = rows.filter(session__ends_at__gte=timezone.now() - SHOWN).exclude(
        session__state=SessionState.DONE
    )
    return coming.select_related("session__module", "session__trainer").order_by("session__starts_at", "pk")


def own_certificates(user: Any) -> QuerySet[Certificate]:
    """Return the certificates a person holds.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of Certificate
        With their module, the last first.
    """
    rows: QuerySet[Certificate] = Certificate.every.filter(user=user, revoked_at=None)
    return rows.select_related("module", "trained_by").order_by("-at", "-pk")


def next_module(user: Any) -> Module | None:
    """Return what a person should learn next: the first module they have no certificate of.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    Module or None
        None when they know everything.
    """
    known = Certificate.every.filter(user=user, revoked_at=None).values("module")
    found: Module | None = Module.objects.filter(retired=False).exclude(pk__in=known).first()
    return found


def certificates_seen(member: Member) -> QuerySet[Certificate]:
    """Return the certificates one may open: one's own, those one gave, those of one's territory.

    Parameters
    ----------
    member : Member
        Who looks.

    Returns
    -------
    QuerySet of Certificate
        With their module, their holder and whoever trained them.
    """
    own = Q(user=member.user) | Q(trained_by=member.user) | inside("place", member.places(MANAGE))
    rows: QuerySet[Certificate] = Certificate.every.filter(own)
    return rows.select_related("module", "user", "trained_by", "campaign")


def may_be_let(member: Member) -> QuerySet[Branch]:
    """Return those who may train and do not yet, in the territory of whoever may let them.

    Parameters
    ----------
    member : Member
        Who looks.

    Returns
    -------
    QuerySet of Branch
        The longest trained first.
    """
    held = Membership.objects.in_force().filter(
        campaign=member.campaign, user=OuterRef("user"), role__in=[*MANAGE, Role.TRAINER]
    )
    rows: QuerySet[Branch] = Branch.every.filter(
        within_branches(member.places(MANAGE)), ~Exists(held), may_train=True, standing=True
    )
    return rows.select_related("user").order_by("since", "pk")


def soon(member: Member) -> QuerySet[Any]:
    """Return the sessions of which people should be reminded: mine, or of my territory, within a week.

    Parameters
    ----------
    member : Member
        Who reminds.

    Returns
    -------
    QuerySet of Session
        With their seats, the next first.
    """
    now = timezone.now()
    rows = sessions_held(member).filter(state=SessionState.OPEN, starts_at__gte=now, starts_at__lt=now + SOON)
    return with_seats(rows).order_by("starts_at", "pk")


def people_coming(sessions: list[Any]) -> dict[int, list[Attendance]]:
    """Return who comes to some sessions, in one query.

    Parameters
    ----------
    sessions : list of Session
        Sessions.

    Returns
    -------
    dict of int to list of Attendance
        By session; those who wait are left out.
    """
    found: dict[int, list[Attendance]] = {one.pk: [] for one in sessions}
    rows = Attendance.objects.filter(session__in=list(found), seat=Seat.COMING).select_related("user")
    for row in rows.order_by("signed_up_at", "pk"):
        found[row.session_id].append(row)
    return found


def without_outing(member: Member, days: int) -> QuerySet[Branch]:
    """Return those trained more than some days ago who have not gone out since.

    Parameters
    ----------
    member : Member
        Who reminds: of the people they trained, or of their territory.
    days : int
        Days within which somebody trained should go out.

    Returns
    -------
    QuerySet of Branch
        The last trained first: they still remember.
    """
    out = OutingPerson.objects.filter(user=OuterRef("user"), present_at__gte=OuterRef("since"))
    own = Branch.every.filter(user=member.user).values_list("pk", flat=True).first()
    mine = Q(parent=own) if own else Q(pk__in=[])
    rows: QuerySet[Branch] = Branch.every.filter(
        mine | within_branches(member.places(MANAGE)),
        ~Exists(out),
        standing=True,
        generation__gt=0,
        since__lt=timezone.now() - timedelta(days=days),
    )
    return rows.select_related("user").order_by("-since", "-pk")
