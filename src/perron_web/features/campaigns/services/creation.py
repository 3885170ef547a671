"""Writes of campaigns."""

from typing import Any

from django.db import transaction

from perron_web.features.campaigns.models import Campaign, Membership
from perron_web.platform.access import Role
from perron_web.platform.audit.services import record


@transaction.atomic
def create_campaign(*, name: str, slug: str, director: Any, by: Any = None, demo: bool = False) -> Campaign:
    """Make a campaign and give it a director.

    Parameters
    ----------
    name : str
        Name shown.
    slug : str
        Name in addresses; unique on the instance.
    director : User
        First director, on the whole campaign.
    by : User or None
        Who makes it.
    demo : bool
        Whether it is the invented example.

    Returns
    -------
    Campaign
        The campaign.
    """
    campaign = Campaign.objects.create(name=name, slug=slug, demo=demo)
    record(action="campaigns.create", target=campaign, by=by, campaign=campaign)
    grant_role(campaign=campaign, user=director, role=Role.DIRECTOR, place="", by=by)
    return campaign


@transaction.atomic
def grant_role(
    *, campaign: Campaign, user: Any, role: Role, place: str, by: Any = None, until: Any = None
) -> Membership:
    """Give a person a role on a place.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    user : User
        The person.
    role : Role
        The role.
    place : str
        Materialised path of the territory; "" for the whole campaign.
    by : User or None
        Who gives it.
    until : datetime or None
        When it ends; None for no end.

    Returns
    -------
    Membership
        The role given; the same one when it was held already.
    """
    membership, made = Membership.objects.get_or_create(
        campaign=campaign, user=user, role=role, place=place, revoked_at=None, defaults={"until": until}
    )
    if made:
        record(
            action="campaigns.grant_role",
            target=membership,
            by=by,
            campaign=campaign,
            role=str(role),
            place=place,
        )
    return membership
