"""The rounds of the campaign's election, and what counts of them are already here."""

from typing import Any

from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.evaluation.models import CountSheet
from perron_web.features.evaluation.rules.windows import Round, rounds_of


def own_rounds(campaign: Any) -> list[Round]:
    """Return the rounds of the campaign's own election.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    list of Round
        Empty while the dates have not been given.
    """
    election = election_of(campaign)
    return [] if election is None else rounds_of(election.kind, election.rounds, election.time_zone)


def sheets() -> list[CountSheet]:
    """Return the counts that are here.

    Returns
    -------
    list of CountSheet
        Last received first, with who brought them.
    """
    return list(CountSheet.objects.select_related("received_by"))
