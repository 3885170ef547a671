"""What a process of the site does first: a group of its own, an end with its parent, little memory."""

import ctypes
import gc
import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.context import BaseContext

PR_SET_PDEATHSIG = 1
M_ARENA_MAX = -8
LINUX = sys.platform.startswith("linux")


def start_context() -> BaseContext:
    """Return how children start: forked on Linux, where they share their parent's memory; afresh elsewhere.

    Returns
    -------
    BaseContext
        The context of multiprocessing.
    """
    return get_context("fork" if LINUX else "spawn")


def die_with_parent(parent: int = 0) -> None:
    """Ask the system to end this process when its parent ends, however that happens (Linux only).

    Parameters
    ----------
    parent : int
        The parent; when it is gone already, the process ends at once. 0 when it is not known.
    """
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if parent and os.getppid() != parent:
            raise SystemExit(1)


def own_group() -> None:
    """Leave the terminal's group: Ctrl-C reaches the supervisor alone, which ends each child in order."""
    os.setpgrp()


def spare_memory() -> None:
    """Few arenas for few threads: the allocator would otherwise keep one per thread and core."""
    if LINUX:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def freeze() -> None:
    """Keep what is loaded out of the collector, so that forked children go on sharing its pages."""
    gc.collect()
    gc.freeze()


def signal_group(pid: int, number: int) -> None:
    """Send a signal to a child's whole group, which may be gone already.

    Parameters
    ----------
    pid : int
        The child, leader of its group.
    number : int
        The signal.
    """
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
