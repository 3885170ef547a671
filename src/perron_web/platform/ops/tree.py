"""One parent, a few children: started, started again when they die, ended together."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import TYPE_CHECKING

from perron_web.platform.process import signal_group, start_process

if TYPE_CHECKING:
    from functools import partial

log = logging.getLogger("perron.ops")

GRACE, SECOND_GRACE = 8.0, 2.0
"""Seconds to end by oneself after the first signal, and after the second."""
QUICK, DEATHS = 10.0, 5
"""A child that died so many times in a row within so many seconds of its start will not live."""


@dataclass
class Child:
    """One process of the site.

    Parameters
    ----------
    name : str
        What it is called in the log.
    run : partial
        A function of a module and what it is called with; it ends when it is sent SIGTERM.
    once : bool
        Whether it ends by itself when its work is done.
    """

    name: str
    run: "partial[None]"
    once: bool = False
    process: BaseProcess | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    deaths: int = field(default=0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it, in a group of its own."""
        self.process = start_process(self.run.func, *self.run.args, name=self.name)
        self.started, self.due = time.monotonic(), 0.0

    def died(self) -> None:
        """Note a death, and when to start again: at once, then after 1, 2, 4, 8 seconds."""
        quick = time.monotonic() - self.started < QUICK
        self.deaths = self.deaths + 1 if quick else 1
        self.due = time.monotonic() + (2 ** (self.deaths - 2) if self.deaths > 1 else 0)
        log.error("%s ended (%s); starting it again", self.name, self.process and self.process.exitcode)
        self.process = None


class Tree:
    """Children kept alive until a signal comes.

    Parameters
    ----------
    children : list of Child
        In the order in which they start; they end in the other.
    """

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False
        self._heard, self._told = os.pipe()
        os.set_blocking(self._told, False)

    def run(self, ready: Callable[[], None] = lambda: None) -> int:
        """Start the children, watch over them, end them.

        Parameters
        ----------
        ready : Callable
            Called once they are started.

        Returns
        -------
        int
            Exit code: 0 when asked to end, 1 when a child would not live.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        ready()
        try:
            return self._watch()
        finally:
            self._end()

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        os.write(self._told, bytes([number]))

    def _watch(self) -> int:
        while not self.stopping:
            alive = [child for child in self.children if child.process]
            waiting: list[Connection | int] = [child.process.sentinel for child in alive if child.process]
            due = [child.due for child in self.children if child.due]
            wait([*waiting, self._heard], timeout=max(0.0, min(due) - time.monotonic()) if due else None)
            if self.stopping:
                break
            for child in alive:
                if child.process and not child.process.is_alive():
                    if child.once:
                        child.process = None
                        continue
                    child.died()
                    if child.deaths >= DEATHS:
                        log.error("%s does not stay alive; the site ends", child.name)
                        return 1
            for child in self.children:
                if child.due and child.due <= time.monotonic():
                    child.start()
        return 0

    def _end(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        alive = [child.process for child in reversed(self.children) if child.process]
        for patience in (GRACE, SECOND_GRACE):
            for process in alive:
                if process.is_alive():
                    process.terminate()
            until = time.monotonic() + patience
            while any(process.is_alive() for process in alive) and time.monotonic() < until:
                wait([process.sentinel for process in alive if process.is_alive()], timeout=0.2)
        for process in alive:
            if process.pid:
                signal_group(process.pid, signal.SIGKILL)
            process.join()
