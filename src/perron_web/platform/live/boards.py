"""Boards kept a moment in the process: whoever asks meanwhile gets the same."""

import threading
import time
from typing import Any, Final, NamedTuple

from django_scopes import scope

from perron_web.platform.live.channels import Channel

_LOCKS: Final[dict[tuple[str, int], threading.Lock]] = {}
_KEPT: Final[dict[tuple[str, int], "Kept"]] = {}


class Kept(NamedTuple):
    """A board, the pulse it was loaded at, and when."""

    board: Any
    pulse: Any
    at: float


def fresh_board(channel: Channel, campaign: Any) -> Any:
    """Return the board of a campaign, loaded again when its pulse moved or it is old.

    Parameters
    ----------
    channel : Channel
        The channel.
    campaign : Campaign
        The campaign.

    Returns
    -------
    Any
        What the channel loads.
    """
    pulse = channel.pulses([campaign.pk]).get(campaign.pk)
    return board_at(channel, campaign, pulse)


def board_at(channel: Channel, campaign: Any, pulse: Any) -> Any:
    """Return the board of a campaign at a pulse.

    Parameters
    ----------
    channel : Channel
        The channel.
    campaign : Campaign
        The campaign.
    pulse : Any
        Its pulse, just read.

    Returns
    -------
    Any
        What the channel loads; other threads that ask wait for the one that loads it.
    """
    key = (channel.name, campaign.pk)
    with _LOCKS.setdefault(key, threading.Lock()):
        kept = _KEPT.get(key)
        now = time.monotonic()
        if kept is None or kept.pulse != pulse or now - kept.at > channel.every:
            with scope(campaign=campaign, places=None, hidden=None):
                kept = _KEPT[key] = Kept(channel.load(campaign), pulse, now)
        return kept.board


def forget() -> None:
    """Forget every board."""
    _KEPT.clear()
