"""Reads of campaigns: who is a member of what."""

from typing import Any

from django.db import models

from perron_web.features.campaigns.models import Campaign, Membership
from perron_web.platform.access import Grant, Member, Role


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
    found = list(
        Membership.objects.in_force().filter(user=user, campaign__slug=slug).select_related("campaign")
    )
    if not found:
        return None
    grants = tuple(Grant(Role(row.role), row.place) for row in found)
    return Member(user=user, campaign=found[0].campaign, grants=grants)
