"""Phones as people see them: their own, and those of the people they look after."""

from typing import Any

from django.db.models import QuerySet

from perron_web.features.campaigns.queries.people import members_of
from perron_web.features.canvassing.models import Phone


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


def phones_of_people(campaign: Any, places: tuple[str, ...] | None) -> QuerySet[Phone]:
    """Return the phones of the people who hold a role in some places.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    places : tuple of str or None
        Materialised paths; None for the whole campaign.

    Returns
    -------
    QuerySet of Phone
        With their person, by name; those revoked left out.
    """
    people = members_of(campaign, places).values("user")
    rows = Phone.objects.filter(user__in=people, revoked_at=None).select_related("user")
    return rows.order_by("user__name", "user__email", "-registered_at")
