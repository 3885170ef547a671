"""The election of a campaign and its legal calendar."""

from typing import Any

from perron_web.features.campaigns.models import Election
from perron_web.features.campaigns.rules.calendar import Line, legal_calendar


def election_of(campaign: Any) -> Election | None:
    """Return the election a campaign works for.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Election or None
        None while its dates have not been given.
    """
    found: Election | None = Election.objects.filter(campaign=campaign).first()
    return found


def calendar_of(campaign: Any) -> tuple[Line, ...]:
    """Return the legal calendar of a campaign.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    tuple of Line
        Empty while the dates have not been given.
    """
    election = election_of(campaign)
    if election is None:
        return ()
    return legal_calendar(election.rounds, zone=election.time_zone, saturday=election.votes_on_saturday)
