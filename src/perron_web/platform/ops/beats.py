"""Work done again and again while the site runs: what features register, in one process beside the worker.

A beat is a function without arguments of a module that its app imports when it is ready::

    @beat("expire_holdings", every=30.0)
    def expire_holdings() -> int:
        ...

It gives how much it did: more than nothing, and it is called again at once. It enters the scopes it needs by
itself; an error is logged, and the beat goes on after a pause. Two sites on one database may beat at the same
time: a beat takes its own locks.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final

from django.db import DatabaseError, close_old_connections, connection

log = logging.getLogger("perron.ops")

Work = Callable[[], int]

PAUSE: Final = 5.0
"""Seconds without work after an error."""


@dataclass(frozen=True)
class Beat:
    """One work of the background."""

    name: str
    every: float
    """Seconds between two looks when there is nothing to do."""
    work: Work


BEATS: Final[dict[str, Beat]] = {}


def beat(name: str, *, every: float) -> Callable[[Work], Work]:
    """Register a function to be called while the site runs.

    Parameters
    ----------
    name : str
        What it is called in the log.
    every : float
        Seconds between two calls when there is nothing to do.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(work: Work) -> Work:
        BEATS[name] = Beat(name, every, work)
        return work

    return decorate


def run_beats() -> None:
    """Call every beat, each in a thread of its own, until SIGTERM."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    threads = [threading.Thread(target=_repeat, args=(one, stop), name=one.name) for one in BEATS.values()]
    for thread in threads:
        thread.start()
    while not stop.wait(3600.0):
        continue
    for thread in threads:
        thread.join()


def _repeat(one: Beat, stop: threading.Event) -> None:
    while not stop.is_set():
        done = perform(one)
        if done < 0:
            stop.wait(PAUSE)
        elif not done:
            stop.wait(one.every)
    connection.close()


def perform(one: Beat) -> int:
    """Call one beat once; an error is logged, never raised.

    Parameters
    ----------
    one : Beat
        The beat.

    Returns
    -------
    int
        How much it did; below nothing when it failed.
    """
    try:
        close_old_connections()
        return one.work()
    except DatabaseError as error:  # a database that starts again: one line
        log.warning("%s: %s", one.name, str(error).strip().partition("\n")[0])
    except Exception:
        log.exception("%s failed", one.name)
    connection.close()
    return -1
