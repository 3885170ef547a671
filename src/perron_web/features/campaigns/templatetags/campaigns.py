"""Filters of the legal calendar: {% load campaigns %} {{ moment|zoned:zone }} {{ ends|last_moment:zone }}."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template

from perron_web.platform.design.figures import clock, day

register = template.Library()


@register.filter
def zoned(moment: datetime, zone: str) -> datetime:
    """Return an instant on the clocks of a territory; pages then write it as it is."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@register.filter
def last_moment(ends: datetime, zone: str) -> str:
    """Write the end of a line: the last day when it ends at midnight, else the day and the hour."""
    local = zoned(ends, zone)
    if (local.hour, local.minute) == (0, 0):
        return day(local - timedelta(seconds=1), year=True)
    return f"{day(local, year=True)}, {clock(local)}"


@register.filter
def unlocalised(number: float) -> str:
    """Write a number for a drawing, with a point in every language."""
    return f"{number:.1f}"
