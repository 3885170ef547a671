"""Filters that write figures: {% load figures %} {{ doors|number }} {{ share|percent }}."""

from typing import Any

from django import template

from perron_web.platform.design import elections, figures

register = template.Library()

for _filter in (
    figures.number,
    figures.signed,
    figures.percent,
    figures.points,
    figures.minutes,
    figures.hours,
    figures.metres,
    figures.size,
    figures.day,
    figures.clock,
    figures.moment,
    figures.counted,
    figures.worded,
):
    register.filter(_filter.__name__, _filter)


@register.filter
def full_day(value: Any) -> str:
    """Write a day with its year."""
    return figures.day(value, year=True)


@register.filter
def election(identifier: str) -> str:
    """Write a past election: {{ "2017-presidentielle-1"|election }} is "Présidentielle 2017, 1er tour"."""
    return elections.long_name(identifier)


@register.filter
def election_list(identifiers: list[str]) -> str:
    """Write past elections in the order of time, separated by semicolons."""
    ordered = sorted(identifiers, key=elections.in_order)
    return "\u202f; ".join(elections.long_name(one) for one in ordered)


@register.filter
def plural(amount: Any, words: str) -> str:
    """Write the word that fits, without the number: {{ n|plural:"porte,portes" }}."""
    singular, _, other = words.partition(",")
    return other if figures.many(amount) else singular


@register.simple_tag
def interval(low: Any, high: Any, decimals: int = 0, unit: str = "") -> str:
    """Write an interval: {% interval score.low score.high 1 "%" %} (shares from 0 to 1 with "%")."""
    return figures.interval(low, high, decimals, unit)
