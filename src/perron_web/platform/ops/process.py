"""What a process of the site does first: a group of its own, an end with its parent, little memory."""

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
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


def in_child(work: Callable[..., None], *arguments: object) -> str:
    """Do some work in a child that then ends, so that its memory goes back.

    Parameters
    ----------
    work : Callable
        A function of a module; it says what is wrong with an exception.
    *arguments : object
        What it is called with.

    Returns
    -------
    str
        The message of the exception; empty when all went well.
    """
    context = start_context()
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_tell, args=(there, work, arguments))  # type: ignore[attr-defined]
    child.start()
    there.close()
    try:
        said = str(here.recv())
    except EOFError:
        said = f"{work.__name__}?"
    child.join()
    return said


def _tell(there: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    if "django" in sys.modules:
        import django
        from django.db import connections

        django.setup()
        connections.close_all()
    try:
        work(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        there.send(str(error) or type(error).__name__)
    else:
        there.send("")
