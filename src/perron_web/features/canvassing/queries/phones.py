"""Phones as people see them: their own, and those of the people they look after."""

from typing import Any

from django.db.models import QuerySet

from perron_web.features.campaigns.queries.people import members_of
from perron_web.features.canvassing.models import Phone
from perron_web.platform.access import Member
from perron_web.platform.access.roles import Roles


def own_phones(user: Any) -> QuerySet[Phone]:
    """Return a person's phones in the campaign, those revoked left out.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of Phone
        The last registered first.
    """
    return Phone.objects.filter(user=user, revoked_at=None)


def phones_of_people(member: Member, roles: Roles) -> QuerySet[Phone]:
    """Return the phones of the people who hold a role where somebody looks after them.

    Parameters
    ----------
    member : Member
        Who looks after them.
    roles : frozenset of Role
        Their roles that count.

    Returns
    -------
    QuerySet of Phone
        With their person, by name; those revoked, and one's own, left out.
    """
    people = members_of(member.campaign, member.places(roles)).values("user")
    rows = Phone.objects.filter(user__in=people, revoked_at=None).exclude(user=member.user)
    return rows.select_related("user").order_by("user__name", "user__email", "-registered_at")


def phone_in_reach(member: Member, roles: Roles, phone: int) -> Phone | None:
    """Return a phone that somebody may take back: their own, or one of the people they look after.

    Parameters
    ----------
    member : Member
        Who takes it back.
    roles : frozenset of Role
        Roles that let take back the phones of others.
    phone : int
        Key of the phone.

    Returns
    -------
    Phone or None
        None when it is not in reach.
    """
    mine = own_phones(member.user).filter(pk=phone).first()
    if mine is not None or not member.may(roles):
        return mine
    return phones_of_people(member, roles).filter(pk=phone).first()
