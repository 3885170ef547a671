"""The election's dates, the modules, the accent."""

from datetime import date
from typing import Any

from django.db import transaction

from perron_web.features.campaigns.models import Campaign, Election
from perron_web.platform.audit.services import record


@transaction.atomic
def save_election(
    *,
    campaign: Campaign,
    kind: str,
    name: str,
    first_round: date,
    second_round: date | None,
    time_zone: str,
    votes_on_saturday: bool,
    by: Any,
) -> Election:
    """Save the election a campaign works for; every legal date follows from it.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    kind : str
        Kind of election.
    name : str
        Name shown.
    first_round, second_round : date
        National dates of the rounds.
    time_zone : str
        IANA zone of the territory.
    votes_on_saturday : bool
        Whether the territory votes the day before.
    by : User
        Who saves.

    Returns
    -------
    Election
        The election.
    """
    values = {
        "kind": kind, "name": name, "first_round": first_round, "second_round": second_round,
        "time_zone": time_zone, "votes_on_saturday": votes_on_saturday,
    }  # fmt: skip
    election: Election = Election.objects.update_or_create(campaign=campaign, defaults=values)[0]
    dates = [str(day) for day in election.rounds]
    record(action="campaigns.save_election", target=election, by=by, campaign=campaign, rounds=dates)
    return election


@transaction.atomic
def save_modules(*, campaign: Campaign, off: list[str], by: Any) -> Campaign:
    """Switch modules off; their pages are no longer there.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    off : list of str
        Modules that are off.
    by : User
        Who saves.

    Returns
    -------
    Campaign
        The campaign, saved.
    """
    campaign.modules_off = sorted(off)
    campaign.save(update_fields=["modules_off"])
    record(
        action="campaigns.save_modules", target=campaign, by=by, campaign=campaign, off=campaign.modules_off
    )
    return campaign


@transaction.atomic
def save_appearance(*, campaign: Campaign, name: str, accent: str, by: Any) -> Campaign:
    """Save the campaign's name and its colour.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    name : str
        Name shown.
    accent : str
        Colour chosen, "#rrggbb"; pages use it corrected for contrast.
    by : User
        Who saves.

    Returns
    -------
    Campaign
        The campaign, saved.
    """
    campaign.name, campaign.accent = name, accent
    campaign.save(update_fields=["name", "accent"])
    record(action="campaigns.save_appearance", target=campaign, by=by, campaign=campaign, accent=accent)
    return campaign
