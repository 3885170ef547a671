"""Reads of campaigns: who is a member of what."""

from collections.abc import Collection
from typing import Any

from django.db import models

from perron_web.features.accounts.models import User
from perron_web.features.accounts.queries import second_factor_of
from perron_web.features.campaigns.models import Campaign, Membership
from perron_web.platform.access import Grant, Member, Role
from perron_web.platform.providers import provides
from perron_web.platform.scoping.managers import within


@provides("campaigns.of")
def campaigns_of(user: Any) -> models.QuerySet[Campaign]:
    """Return the campaigns in which a person holds a role today.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of Campaign
        Their campaigns, by name.
    """
    if not user.is_authenticated:
        return Campaign.objects.none()
    mine = Membership.objects.in_force().filter(user=user)
    return Campaign.objects.filter(pk__in=mine.values("campaign"))


def find_member(user: Any, slug: str) -> Member | None:
    """Find a person in a campaign, with every role in force.

    Parameters
    ----------
    user : User
        The person.
    slug : str
        The campaign, as in the address.

    Returns
    -------
    Member or None
        None for a stranger, and for a campaign that is not.
    """
    rows = Membership.objects.in_force().filter(user=user, campaign__slug=slug).select_related("campaign")
    found = list(rows.annotate(protected=second_factor_of("user")))
    if not found:
        return None
    grants = tuple(Grant(Role(row.role), row.place) for row in found)
    return Member(
        user=user,
        campaign=found[0].campaign,
        grants=grants,
        protected=bool(getattr(found[0], "protected", False)),
    )


@provides("members.grants")
def grants_of(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], frozenset[Grant]]:
    """Return the roles in force of some people in some campaigns.

    Parameters
    ----------
    pairs : collection of tuple
        Keys of a campaign and of a person.

    Returns
    -------
    dict
        Roles and places of each pair; those without any are left out.
    """
    rows = Membership.objects.in_force().filter(
        campaign__in={campaign for campaign, _ in pairs},
        user__in={user for _, user in pairs},
        user__is_active=True,
    )
    found: dict[tuple[int, int], set[Grant]] = {}
    for campaign, user, role, place in rows.order_by().values_list("campaign_id", "user_id", "role", "place"):
        found.setdefault((campaign, user), set()).add(Grant(Role(role), place))
    return {pair: frozenset(grants) for pair, grants in found.items()}


def members_of(campaign: Any, places: tuple[str, ...] | None) -> models.QuerySet[Membership]:
    """Return the roles in force in some places of a campaign.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Materialised paths; None for the whole campaign.

    Returns
    -------
    QuerySet of Membership
        With their person, by name.
    """
    rows = Membership.objects.in_force().filter(within("place", places), campaign=campaign)
    return rows.select_related("user").annotate(protected=second_factor_of("user"))


def is_last_director(membership: Membership) -> bool:
    """Say whether a campaign would be left without a director on the whole of it.

    Parameters
    ----------
    membership : Membership
        The role that would go.

    Returns
    -------
    bool
        Whether nobody else holds it without an end.
    """
    if membership.role != Role.DIRECTOR or membership.place:
        return False
    others = Membership.objects.in_force().filter(
        campaign=membership.campaign, role=Role.DIRECTOR, place="", until=None
    )
    return not others.exclude(pk=membership.pk).exists()


def people_of(
    campaign: Any, places: tuple[str, ...] | None, *, text: str = "", role: str = ""
) -> models.QuerySet[User]:
    """Return the people who hold a role in some places of a campaign.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Materialised paths; None for the whole campaign.
    text : str
        Part of a name or address.
    role : str
        A role they must hold there; "" for any.

    Returns
    -------
    QuerySet of User
        By name, then address.
    """
    held = members_of(campaign, places)
    if role:
        held = held.filter(role=role)
    people = User.objects.filter(pk__in=held.values("user"))
    if text:
        people = people.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))
    return people.annotate(protected=second_factor_of("pk")).order_by("name", "email")
