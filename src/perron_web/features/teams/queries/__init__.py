"""Reads of teams."""

from perron_web.features.teams.queries.teams import (
    in_reach,
    possible_leaders,
    possible_places,
    teams_seen,
)

__all__ = ["in_reach", "possible_leaders", "possible_places", "teams_seen"]
