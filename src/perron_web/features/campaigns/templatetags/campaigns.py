"""Filters of the legal calendar: {% load campaigns %} {{ ends|last_moment }} {{ share|unlocalised }}."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from perron_web.platform.audit.words import action_words
from perron_web.platform.design.figures import clock, day

register = template.Library()


@register.filter
def last_moment(ends: datetime) -> str:
    """Write the end of a line: the last day when it ends at midnight, else the day and the hour."""
    local = timezone.localtime(ends)
    if (local.hour, local.minute) == (0, 0):
        return day(ends - timedelta(seconds=1), year=True)
    return f"{day(ends, year=True)}, {clock(ends)}"


@register.filter
def unlocalised(number: float) -> str:
    """Write a number for a drawing, with a point in every language."""
    return f"{number:.2f}"


@register.filter
def said(action: str) -> str:
    """Say an action of the journal in words; its code when no feature has given words."""
    return str(action_words(action))


@register.filter
def listed(value: object) -> str:
    """Write a detail of the journal: a list by its elements."""
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
