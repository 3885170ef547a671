"""Functions that may run as jobs, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from perron.words import Words

if TYPE_CHECKING:
    from perron.progress import Progress

Work = Callable[..., Words | None]
"""Takes a report and keyword arguments; may return the words shown at the end."""

WORKS: dict[str, Work] = {}


@dataclass(frozen=True)
class Report:
    """What a running job has at hand."""

    job: Any
    progress: "Progress"

    def __call__(self, fr: str, en: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done.

        Parameters
        ----------
        fr, en : str
            What is being done.
        done, total : int
            Units done, and in all.
        """
        self.progress(Words(en, fr), done, total)


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function `(report, **arguments)` as a job.

    Parameters
    ----------
    kind : str
        Name under which `start` finds it.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(work: Work) -> Work:
        WORKS[kind] = work
        return work

    return decorate
