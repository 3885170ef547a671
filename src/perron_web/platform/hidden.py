"""What is left alone so that the effect can be measured: bureaux and addresses the field is not shown."""

from collections.abc import Collection
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django_scopes import get_scope

from perron_web.platform.providers import ask


class LeftOut(NamedTuple):
    """Places of bureaux, and keys of addresses."""

    places: frozenset[str]
    addresses: frozenset[str]


class Hidden:
    """What one person is not shown, looked up once in their request, when a query first needs it.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Where the person works; None for the whole campaign.
    """

    def __init__(self, campaign: Any, places: tuple[str, ...] | None) -> None:
        self.campaign, self.within = campaign, places

    @cached_property
    def found(self) -> LeftOut:
        """What is left alone there; asked of the feature that knows."""
        known: LeftOut = ask("scoping.hidden", self.campaign, self.within, default=NOTHING)
        return known

    @cached_property
    def mark(self) -> str:
        """A few letters that change with what is hidden; empty when nothing is."""
        if not self.found.places and not self.found.addresses:
            return ""
        parts = [*sorted(self.found.places), "", *sorted(self.found.addresses)]
        return sha256("\n".join(parts).encode()).hexdigest()[:12]


NOTHING = LeftOut(frozenset(), frozenset())


def left_out() -> LeftOut:
    """Return what the scope in force does not show.

    Returns
    -------
    LeftOut
        Nothing for those who plan, and for jobs.
    """
    hidden: Hidden | None = get_scope().get("hidden")
    return NOTHING if hidden is None else hidden.found


def hidden_mark() -> str:
    """Return the mark of what the scope in force does not show: part of the key of whatever is kept.

    Returns
    -------
    str
        Empty when nothing is hidden.
    """
    hidden: Hidden | None = get_scope().get("hidden")
    return "" if hidden is None else hidden.mark


def shown(places: Collection[str]) -> list[str]:
    """Keep the places of bureaux that the scope in force shows.

    Parameters
    ----------
    places : collection of str
        Places.

    Returns
    -------
    list of str
        In their order.
    """
    away = left_out().places
    return [place for place in places if place not in away]
