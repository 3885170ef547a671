"""Filters of teams: {% load teams %} {{ user|first_name }} {{ metres|on_foot }}."""

from typing import Any

from django import template

from perron_web.features.teams import rules
from perron_web.features.teams.rules.nearest import walking_minutes

register = template.Library()


@register.filter
def first_name(user: Any) -> str:
    """Write what members of a team see of each other."""
    return rules.first_name(user)


@register.filter
def on_foot(metres: float) -> int:
    """Return how many minutes one walks, about."""
    return walking_minutes(metres)
