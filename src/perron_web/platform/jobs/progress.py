"""Progress of a job, in a small file: a job's long transaction neither hides it nor waits for it."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from perron.words import Words
from perron_web.platform.words import language

EVERY = 0.25
"""Seconds between two writes of the same step."""


@dataclass(frozen=True)
class Step:
    """What is being done, and how far."""

    fr: str = ""
    en: str = ""
    done: int = 0
    total: int = 0

    @property
    def text(self) -> str:
        """What is being done, in the reader's language."""
        return self.en if language() == "en" else self.fr

    @property
    def percent(self) -> int | None:
        """How far, from 0 to 100; None when it cannot be known."""
        return min(100, 100 * self.done // self.total) if self.total else None


def step_path(job: int) -> Path:
    """Return where a job's progress lies.

    Parameters
    ----------
    job : int
        The job.

    Returns
    -------
    Path
        The file, which may not exist.
    """
    return Path(settings.DATA) / "jobs" / f"{job}.json"


def read_step(job: int) -> Step:
    """Read the progress of a job.

    Parameters
    ----------
    job : int
        The job.

    Returns
    -------
    Step
        What is being done; empty before the job says anything.
    """
    try:
        return Step(**json.loads(step_path(job).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Step()


class StepWriter:
    """A `perron.progress.Progress` that keeps the last step of a job in its file."""

    def __init__(self, job: int) -> None:
        self.path = step_path(job)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.last = (0.0, "")

    def __call__(self, what: Words, done: int, total: int) -> None:
        """Keep a step.

        Parameters
        ----------
        what : Words
            What is being done.
        done : int
            Units done.
        total : int
            Units in all; 0 when it cannot be known.
        """
        now = time.monotonic()
        if what.en == self.last[1] and done < total and now - self.last[0] < EVERY:
            return
        self.last = (now, what.en)
        part = self.path.with_suffix(f".{os.getpid()}.part")
        part.write_text(
            json.dumps({"fr": what.fr, "en": what.en, "done": int(done), "total": int(total)}),
            encoding="utf-8",
        )
        part.replace(self.path)
