"""The web server: granian, one worker process, a few threads, inside the process that calls."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from perron_web.platform.process import LINUX, die_with_parent

BACKPRESSURE = 128
"""Requests taken at once; the others wait in the system's queue."""


def application(_target: str) -> Callable[..., Any]:
    """Return the WSGI application, loaded in the process that answers.

    Parameters
    ----------
    _target : str
        What granian was told to load; the settings know it already.

    Returns
    -------
    Callable
        The application.
    """
    from django.core.wsgi import get_wsgi_application

    die_with_parent()
    return get_wsgi_application()


def run_web(host: str, port: int, processes: int, threads: int) -> None:
    """Answer requests until SIGTERM.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port to listen on.
    processes : int
        Processes that answer.
    threads : int
        Requests answered at the same time by each.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if LINUX:
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "perron_web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=threads,
        runtime_blocking_threads=4,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve(target_loader=application)
