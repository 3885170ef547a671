"""Writes of teams."""

from perron_web.features.teams.services.teams import create_team, update_team

__all__ = ["create_team", "update_team"]
