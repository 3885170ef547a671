"""The site's side of the process that draws: started when needed, asked, gone when idle."""

import json
import os
import select
import subprocess
import sys
import threading
from typing import Any, Final

from django.conf import settings

from perron.errors import PerronError
from perron.words import Words

TIMEOUT_S: Final = 30.0
IDLE_S: Final = 10.0
_WORDS: Final = Words(
    "the charts could not be drawn; their figures stand in the tables",
    "les graphiques n’ont pas pu être dessinés\u202f; leurs chiffres sont dans les tableaux",
)


class ChartError(PerronError):
    """The drawing process failed or did not answer."""

    def __init__(self, detail: str) -> None:
        super().__init__(_WORDS)
        self.detail = detail


class Renderer:
    """One drawing process, shared by the threads of the site's process.

    Parameters
    ----------
    patience : float
        Seconds that an answer may take.
    idle : float
        Seconds without a question after which the process leaves.
    nice : int, optional
        How far it stands back for others, 0 to 19; as the site is set when not given.
    """

    def __init__(self, patience: float = TIMEOUT_S, idle: float = IDLE_S, nice: int | None = None) -> None:
        self.patience, self.idle, self.nice = patience, idle, nice
        self.lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None

    def ask(self, calls: list[tuple[str, str, dict[str, Any]]], lang: str) -> list[str]:
        """Draw charts.

        Parameters
        ----------
        calls : list of tuple
            Module, function and keyword arguments of each.
        lang : {"fr", "en"}
            How numbers are written.

        Returns
        -------
        list of str
            SVG of each.

        Raises
        ------
        ChartError
            It failed or did not answer.
        """
        line = json.dumps({"calls": calls, "lang": lang}) + "\n"
        with self.lock:
            for last in (False, True):
                try:
                    return self._ask(line)
                except OSError as error:  # it had just left: start another, once
                    self.stop()
                    if last:
                        raise ChartError(str(error)) from error
        raise ChartError("unreachable")

    def _ask(self, line: str) -> list[str]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line)
        process.stdin.flush()
        if not select.select([process.stdout], [], [], self.patience)[0]:
            self.stop()
            raise ChartError("no answer in time")
        answer = process.stdout.readline()
        if not answer:
            raise BrokenPipeError("the drawing process has gone")
        found = json.loads(answer)
        if "error" in found:
            raise ChartError(found["error"])
        drawn: list[str] = found["svg"]
        return drawn

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            nice = settings.NICE if self.nice is None else self.nice
            self.process = subprocess.Popen(  # noqa: S603 - a program of ours and two numbers
                [sys.executable, "-m", "perron_web.platform.charts.renderer", str(self.idle), str(nice)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},  # a tenth less memory
            )
        return self.process

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue
        process.wait(timeout=5)


RENDERER: Final = Renderer()
