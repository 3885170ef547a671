"""Processes of the site: how they start, end with their parent, and share and spare memory."""

import ctypes
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import cast

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


def die_with_parent(parent: int = 0, *, at_once: bool = False) -> None:
    """Ask the system to end this process when its parent ends, however that happens (Linux only).

    Parameters
    ----------
    parent : int
        The parent; when it is gone already, the process ends at once. 0 when it is not known.
    at_once : bool
        Killed, rather than asked to end: for a process that would first wait for those it serves.
    """
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL if at_once else signal.SIGTERM)
        if parent and os.getppid() != parent:
            raise SystemExit(1)


def spare_memory() -> None:
    """One arena for few threads: the allocator would otherwise keep one per thread and core."""
    if LINUX:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def allow_files(many: int) -> None:
    """Let this process and its children hold so many files and connections, as far as the system lets it.

    Parameters
    ----------
    many : int
        Files and connections.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < many:
        more = many if hard == resource.RLIM_INFINITY else min(hard, many)
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))


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


def start_process(target: Callable[..., None], *arguments: object, name: str = "") -> BaseProcess:
    """Start a child that has Django ready and no connection of its parent's.

    Parameters
    ----------
    target : Callable
        A function of a module.
    *arguments : object
        What it is called with.
    name : str
        What the process is called.

    Returns
    -------
    BaseProcess
        The child, started.
    """
    process = start_context().Process(  # type: ignore[attr-defined]
        target=_begin, args=(os.getpid(), _named(target), arguments), name=name or None
    )
    process.start()
    return cast("BaseProcess", process)


def _named(target: Callable[..., None]) -> str | Callable[..., None]:
    """Return a function as a child that starts afresh can find it, once Django is ready there."""
    return target if LINUX else f"{target.__module__}.{target.__qualname__}"


def _called(target: str | Callable[..., None]) -> Callable[..., None]:
    from django.utils.module_loading import import_string

    found: Callable[..., None] = import_string(target) if isinstance(target, str) else target
    return found


def _begin(parent: int, target: str | Callable[..., None], arguments: tuple[object, ...]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.setpgrp()
    die_with_parent(parent)
    import django
    from django.apps import apps
    from django.db import connections

    if not apps.ready:
        django.setup()
    connections.close_all()
    _called(target)(*arguments)


def begin_in_child(work: Callable[..., None], *arguments: object) -> Callable[[], str]:
    """Begin some work in a child that then ends, so that its memory goes back.

    Parameters
    ----------
    work : Callable
        A function of a module; it says what is wrong with an exception.
    *arguments : object
        What it is called with.

    Returns
    -------
    Callable
        Waits for the end; gives the message of the exception, empty when all went well.
    """
    here, there = start_context().Pipe(duplex=False)
    child = start_process(_tell, there, _named(work), arguments)
    there.close()

    def wait() -> str:
        try:
            said = str(here.recv())
        except EOFError:
            said = f"{work.__name__}?"
        child.join()
        return said

    return wait


def in_child(work: Callable[..., None], *arguments: object) -> str:
    """Do some work in a passing child and wait for its end.

    Parameters
    ----------
    work : Callable
        As in `begin_in_child`.
    *arguments : object
        What it is called with.

    Returns
    -------
    str
        The message of the exception; empty when all went well.
    """
    return begin_in_child(work, *arguments)()


def _tell(there: Connection, work: str | Callable[..., None], arguments: tuple[object, ...]) -> None:
    try:
        _called(work)(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        there.send(str(error) or type(error).__name__)
    else:
        there.send("")
