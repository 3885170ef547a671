"""Reads of campaigns; those that other features call stand here."""

from perron_web.features.campaigns.queries.blocs import bloc_table, blocs_of
from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.campaigns.queries.people import campaigns_of, find_member

__all__ = ["bloc_table", "blocs_of", "campaigns_of", "election_of", "find_member"]
