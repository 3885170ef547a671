"""Forms of teams."""

from perron_web.features.teams.forms.teams import TeamForm

__all__ = ["TeamForm"]
