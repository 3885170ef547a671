"""Where doors stand: one query for any number of buildings, then the pure rule."""

from collections.abc import Collection, Iterable
from typing import Final

from perron_web.features.canvassing.choices import Kind
from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.rules.doors import (
    Building,
    DoorState,
    Event,
    buildings,
    door_states,
)
from perron_web.features.canvassing.rules.tallies import Door
from perron_web.platform.providers import provides

_COLUMNS: Final = (
    *("id", "kind", "source", "phone_id", "user_id", "outing_id", "turf_id", "happened_at", "seq"),
    *("address", "stair", "floor", "door", "outcome", "talked", "access", "undoes", "detail"),
)


def events_at(addresses: Collection[str]) -> list[Event]:
    """Return the reports of some buildings that were not set aside, whoever made them.

    Parameters
    ----------
    addresses : collection of str
        Keys of addresses, of the campaign in force.

    Returns
    -------
    list of Event
        In no order.
    """
    rows = Report.every.filter(address__in=list(addresses), aside="").exclude(kind=Kind.TALK).order_by()
    return [Event(*row) for row in rows.values_list(*_COLUMNS)]


def events_of(turfs: Iterable[int]) -> list[Event]:
    """Return the reports made in some turfs that were not set aside.

    Parameters
    ----------
    turfs : iterable of int
        Keys of turfs, of the campaign in force.

    Returns
    -------
    list of Event
        In no order.
    """
    rows = Report.every.filter(turf__in=list(turfs), aside="").exclude(kind=Kind.TALK).order_by()
    return [Event(*row) for row in rows.values_list(*_COLUMNS)]


@provides("canvassing.doors")
def doors_at(addresses: Collection[str]) -> dict[Door, DoorState]:
    """Return where the doors of some buildings stand.

    Parameters
    ----------
    addresses : collection of str
        Keys of addresses.

    Returns
    -------
    dict
        By door (address, staircase, floor, door): only those that were visited.
    """
    return door_states(events_at(addresses))


@provides("canvassing.never")
def never_at(addresses: Collection[str]) -> frozenset[Door]:
    """Return the doors of some buildings that are not to be called on again.

    Parameters
    ----------
    addresses : collection of str
        Keys of addresses.

    Returns
    -------
    frozenset of Door
        Doors.
    """
    return frozenset(door for door, state in doors_at(addresses).items() if state.never)


def buildings_at(addresses: Collection[str]) -> dict[str, Building]:
    """Return what those who were there said of some buildings.

    Parameters
    ----------
    addresses : collection of str
        Keys of addresses.

    Returns
    -------
    dict
        By address: only those that somebody spoke of.
    """
    return buildings(events_at(addresses))
