"""Filters of teams: {% load teams %} {{ user|first_name }} {{ metres|on_foot }}."""

from typing import Any

from django import template

from perron_web.features.teams.rules.nearest import walking_minutes
from perron_web.platform import words

register = template.Library()


@register.filter
def first_name(user: Any) -> str:
    """Write what members of a team see of each other."""
    return words.first_name(getattr(user, "name", "") or "")


@register.filter
def on_foot(metres: float) -> int:
    """Return how many minutes one walks, about."""
    return walking_minutes(metres)
