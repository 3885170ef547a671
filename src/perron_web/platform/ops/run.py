"""The whole site in one process tree: web server, worker, beats."""

import os
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.management.base import CommandError
from django.db import connections
from django.utils.translation import gettext as _

from perron_web.platform.live.pages import PORT
from perron_web.platform.ops.beats import run_beats
from perron_web.platform.ops.events import run_events
from perron_web.platform.ops.lock import hold
from perron_web.platform.ops.ports import address, is_free
from perron_web.platform.ops.tree import Child, Tree
from perron_web.platform.ops.web import run_web
from perron_web.platform.ops.worker import run_worker
from perron_web.platform.process import LINUX, freeze, spare_memory

PATIENCE = 20.0
"""Seconds to wait for the site before its page is opened."""
TRIED = 20
"""Ports tried after the pages' own for the live streams, when none was asked for."""
THREADS = 4
"""Requests answered at once by a process: more do not help, Python answers them one after the other."""


@dataclass(frozen=True)
class Site:
    """How the site is to run.

    Parameters
    ----------
    host, port : str, int
        Where to listen.
    threads : int
        Requests answered at once by each process.
    processes : int
        Processes that answer.
    worker : bool
        Whether the worker runs in the same tree.
    events : int
        Port of the live streams; 0 for none.
    show : str
        Page to open in the browser once the site answers; empty to open none.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = THREADS
    processes: int = 1
    worker: bool = True
    events: int = 0
    show: str = ""

    @property
    def address(self) -> str:
        """Address to type in a browser."""
        return address(self.host, self.port)


def usual_processes() -> int:
    """Return how many processes answer when nothing is said: one for two cores, four at most.

    Returns
    -------
    int
        1 or more.
    """
    return max(1, min(4, len(os.sched_getaffinity(0)) // 2)) if LINUX else 1


def free_beside(host: str, port: int) -> int:
    """Choose where the live streams are told: the next port, or one soon after.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port of the pages.

    Returns
    -------
    int
        A free port; 0 when there is none near.
    """
    return next((near for near in range(port + 1, min(port + TRIED, 65536)) if is_free(host, near)), 0)


def check_port(site: Site) -> None:
    """Refuse a port that is taken.

    Parameters
    ----------
    site : Site
        How the site is to run.

    Raises
    ------
    CommandError
        When another program listens there.
    """
    if not is_free(site.host, site.port):
        raise CommandError(
            _(_("Le port %(port)s de %(host)s est déjà pris ; choisissez-en un autre avec --port."))
            % {"port": site.port, "host": site.host}
        )


def run_site(site: Site, announce: Callable[[], None], more: tuple[Child, ...] = ()) -> int:
    """Run the site until it is told to stop.

    Parameters
    ----------
    site : Site
        How to run it.
    announce : Callable
        Called once its processes are started.
    more : tuple of Child
        Other processes to run beside.

    Returns
    -------
    int
        Exit code.
    """
    lock = hold(alone=False)
    if lock is None:
        raise CommandError(_("Une restauration est en cours dans ce dossier de données."))
    connections.close_all()
    spare_memory()
    freeze()
    children = [Child("web", partial(run_web, site.host, site.port, site.processes, site.threads)), *more]
    if site.worker:
        children.append(Child("worker", partial(run_worker)))
        children.append(Child("beats", partial(run_beats)))
    if site.events:
        os.environ[PORT] = str(site.events)
        children.append(Child("events", partial(run_events, site.host, site.events)))
    if site.show:
        children.append(Child("browser", partial(open_browser, site), once=True))
    with lock:
        return Tree(children).run(announce)


def open_browser(site: Site) -> None:
    """Open a page once the site answers; gives up after a while.

    Parameters
    ----------
    site : Site
        The site and the page.
    """
    until = time.monotonic() + PATIENCE
    while is_free(site.host, site.port) and time.monotonic() < until:
        time.sleep(0.1)
    webbrowser.open(site.show)
