"""Sessions: those one may come to, their seats, who comes."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.training.choices import Seat, SessionState
from perron_web.features.training.models import Attendance, Module, Session
from perron_web.features.training.rules import MANAGE, READ, TEACH, above, inside
from perron_web.platform.access import Member

SHOWN: Final = timedelta(hours=12)
"""How long a session stays among those to come once it has ended."""


def with_seats(sessions: QuerySet[Session]) -> QuerySet[Any]:
    """Count seats: `coming`, `waiting` and `here` on each session.

    Parameters
    ----------
    sessions : QuerySet of Session
        Sessions.

    Returns
    -------
    QuerySet of Session
        With their module and trainer.
    """

    def count(**chosen: Any) -> Coalesce:
        rows = Attendance.objects.filter(session=OuterRef("pk"), **chosen).order_by()
        found = rows.values("session").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    return sessions.select_related("module", "trainer").annotate(
        coming=count(seat=Seat.COMING),
        waiting=count(seat=Seat.WAITING),
        here=count(checked_in_at__isnull=False),
    )


def sessions_seen(member: Member) -> QuerySet[Session]:
    """Return the sessions one may come to: of one's places and of those above, one's own, those one trains.

    Parameters
    ----------
    member : Member
        Who looks.

    Returns
    -------
    QuerySet of Session
        By date.
    """
    places = member.places(READ)
    mine = Attendance.objects.filter(session=OuterRef("pk"), user=member.user).exclude(seat=Seat.NOT)
    seen = inside("place", places) | Q(place__in=above(places)) | Q(trainer=member.user) | Q(Exists(mine))
    rows: QuerySet[Session] = Session.every.filter(seen)
    return rows


def coming_sessions(member: Member, *, module: Module | None = None) -> QuerySet[Any]:
    """Return the open sessions to come, with their seats and the member's own.

    Parameters
    ----------
    member : Member
        Who looks.
    module : Module or None
        Only this one's.

    Returns
    -------
    QuerySet of Session
        By date; `own` is the member's seat, or None.
    """
    rows = sessions_seen(member).filter(
        state=SessionState.OPEN, ends_at__gte=timezone.now() - SHOWN, module__retired=False
    )
    if module is not None:
        rows = rows.filter(module=module)
    own = Attendance.objects.filter(session=OuterRef("pk"), user=member.user).values("seat")[:1]
    found: QuerySet[Any] = with_seats(rows).annotate(own=Subquery(own)).order_by("starts_at", "pk")
    return found


def sessions_held(member: Member) -> QuerySet[Session]:
    """Return the sessions whose list of people one keeps: one's own, or all those of one's territory.

    Parameters
    ----------
    member : Member
        Who looks.

    Returns
    -------
    QuerySet of Session
        By date.
    """
    mine = Q(trainer=member.user) if member.may(TEACH) else Q(pk__in=[])
    rows: QuerySet[Session] = Session.every.filter(mine | inside("place", member.places(MANAGE)))
    return rows


def people_of(session: Session) -> QuerySet[Attendance]:
    """Return who signed up for a session, first come first.

    Parameters
    ----------
    session : Session
        The session.

    Returns
    -------
    QuerySet of Attendance
        With their person; `member` says whether they hold a role in the campaign.
    """
    roles = Membership.objects.in_force().filter(campaign=session.campaign_id, user=OuterRef("user"))
    rows: QuerySet[Attendance] = Attendance.objects.filter(session=session)
    return rows.select_related("user").annotate(member=Exists(roles)).order_by("seat", "signed_up_at", "pk")


def possible_trainers(campaign: Any, places: tuple[str, ...] | None, *, also: Any = None) -> QuerySet[User]:
    """Return who may hold a session of some places: trainers, leads, directors, there or above.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Where the session may be; None for everywhere.
    also : User or None
        Who holds it today.

    Returns
    -------
    QuerySet of User
        By name.
    """
    held = Membership.objects.in_force().filter(campaign=campaign, role__in=list(TEACH))
    held = held.filter(inside("place", places) | Q(place__in=above(places)))
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    if also is not None:
        people = people | User.objects.filter(pk=also.pk)
    return people.distinct().order_by("name", "email")
