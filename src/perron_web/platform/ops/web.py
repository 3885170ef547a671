"""The web server: granian, a few threads a process, inside the process that calls."""

import multiprocessing
import sys
from functools import partial
from typing import Final

from perron_web.platform.ops.gateway import Gateway
from perron_web.platform.process import LINUX, allow_files, die_with_parent

OPEN: Final = 2048
"""Connections held at once by a process, the slow ones among them; the others wait in the system's queue."""

SWITCH_S: Final = 0.001
"""Seconds after which Python lets another thread go on: a page waits so long after each of its queries while
phones are answered beside it. Python's own 5 ms made a page of thirty queries wait three times as long."""


def application(threads: int, _target: str) -> Gateway:
    """Return the application, loaded in the process that answers.

    Parameters
    ----------
    threads : int
        Requests answered at the same time.
    _target : str
        What granian was told to load; the settings know it already.

    Returns
    -------
    Gateway
        The application.
    """
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    die_with_parent(at_once=True)
    sys.setswitchinterval(SWITCH_S)
    return Gateway(get_wsgi_application(), threads, apart=settings.FAST_LANE)


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

    allow_files(2 * OPEN)
    if LINUX:
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "perron_web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes,
        http=HTTPModes.http1,
        websockets=False,
        backlog=OPEN,
        backpressure=OPEN,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(application, threads))
