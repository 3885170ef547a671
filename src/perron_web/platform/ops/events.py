"""The server of the live streams: granian's ASGI, one process, thousands of open answers."""

import multiprocessing
from collections.abc import Callable
from typing import Any, Final

from perron_web.platform.process import LINUX, allow_files, die_with_parent

OPEN: Final = 4096
"""Streams and connections open at once."""


def application(_target: str) -> Callable[..., Any]:
    """Return the ASGI application, made in the process that answers.

    Parameters
    ----------
    _target : str
        What granian was told to load; the settings know it already.

    Returns
    -------
    Callable
        The application.
    """
    from perron_web.platform.live.streams import Streams

    die_with_parent(at_once=True)
    return Streams()


def run_events(host: str, port: int) -> None:
    """Tell live figures to whoever listens, until SIGTERM.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port to listen on.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    allow_files(2 * OPEN)
    if LINUX:
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "perron_web.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=1,
        http=HTTPModes.http1,
        websockets=False,
        backlog=OPEN,
        backpressure=OPEN,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        log_level=LogLevels.error,  # streams never end by themselves: they are cut, which is no news
    ).serve(target_loader=application)
