"""What can be listened to: each feature registers its channels, the streams ask nothing else of it.

A channel loads one board a campaign, whoever listens, and cuts from it what a person may see; both are told
to the page as a dict of JSON, of which only what changed is sent afterwards.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from perron_web.platform.access.roles import Roles

Places = tuple[str, ...]
"""Paths that a person may see; ("",) is the whole campaign."""
Payload = dict[str, Any]


@dataclass(frozen=True)
class Channel:
    """One kind of live figures.

    Parameters
    ----------
    name : str
        Part of the address of its streams.
    read : frozenset of Role
        Who may listen; what they see is limited to the places where they hold one of these roles.
    module : str
        Module that must be switched on in the campaign.
    pulses : Callable
        From campaigns' keys to a value for each that differs when its figures have changed; one query.
    load : Callable
        From a campaign to its board; inside the campaign's scope, on the whole of it.
    view : Callable
        From a board and the places seen to what the page is told.
    field : Callable
        From a board to the same without the bureaux left alone: what those are told who do not plan.
    every : float
        Seconds after which a board is loaded again though the pulse stands still.
    """

    name: str
    read: Roles
    module: str
    pulses: Callable[[Collection[int]], Mapping[int, Any]]
    load: Callable[[Any], Any]
    view: Callable[[Any, Places], Payload]
    field: Callable[[Any], Any] = lambda board: board
    every: float = 3.0

    def cut(self, board: Any, places: Places, *, desk: bool) -> Payload:
        """Cut from a board what somebody is told.

        Parameters
        ----------
        board : Any
            What the channel loads.
        places : tuple of str
            Places they see.
        desk : bool
            Whether they plan: others are told nothing of bureaux left alone.

        Returns
        -------
        dict
            What the page is told.
        """
        return self.view(board if desk else self.field(board), places)


CHANNELS: Final[dict[str, Channel]] = {}


def register(channel: Channel) -> Channel:
    """Register a channel.

    Parameters
    ----------
    channel : Channel
        The channel.

    Returns
    -------
    Channel
        The same.
    """
    CHANNELS[channel.name] = channel
    return channel


def narrow(places: tuple[str, ...] | None, focus: str) -> Places:
    """Return what a person sees of a place of the tree.

    Parameters
    ----------
    places : tuple of str or None
        Places where they hold a role; None for the whole campaign.
    focus : str
        Path of the place looked at; "" for all they see.

    Returns
    -------
    tuple of str
        The place itself where it lies in theirs, else theirs that lie in it; empty when they see none of it.
    """
    if places is None or any(focus.startswith(place) for place in places):
        return (focus,)
    return tuple(place for place in places if place.startswith(focus))


def within(path: str, places: Iterable[str]) -> bool:
    """Say whether a path lies in one of some places.

    Parameters
    ----------
    path : str
        Materialised path.
    places : iterable of str
        Places.

    Returns
    -------
    bool
        True when it does.
    """
    return any(path.startswith(place) for place in places)


def difference(before: Payload, after: Payload) -> Payload:
    """Return what must be told to somebody who knows the first to make it the second.

    Parameters
    ----------
    before, after : dict
        What the page was told, and is to be told.

    Returns
    -------
    dict
        Values that changed; of a dict, its entries that changed, None for those that are gone.
    """
    found: Payload = {}
    for name, value in after.items():
        known = before.get(name)
        if value == known:
            continue
        if isinstance(value, dict) and isinstance(known, dict):
            entries = {key: one for key, one in value.items() if known.get(key) != one}
            found[name] = entries | dict.fromkeys(known.keys() - value.keys())
        else:
            found[name] = value
    return found
