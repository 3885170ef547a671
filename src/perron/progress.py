"""Progress of long work, told to whoever shows it: a bar in the shell, a job on the site."""

from collections.abc import Callable

from perron.words import Words

Progress = Callable[[Words, int, int], None]
"""Called with what is being done, how much is done, and out of how much."""


def silent(what: Words, done: int, total: int) -> None:
    """Show nothing.

    Parameters
    ----------
    what : Words
        What is being done.
    done : int
        Units done.
    total : int
        Units in all.
    """
