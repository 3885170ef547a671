"""What every command shares: messages on the error stream, results on the output, progress bars."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from perron.cli.language import LANG
from perron.progress import Progress as ProgressCallback
from perron.words import Words

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """Print one JSON document on the output, sorted and indented.

    Parameters
    ----------
    value : object
        Anything orjson writes; numpy scalars included.
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_SORT_KEYS
    sys.stdout.write(orjson.dumps(value, option=options, default=str).decode() + "\n")


@contextmanager
def progress_bars(*, quiet: bool = False) -> Iterator[ProgressCallback]:
    """Show one bar per step on the error stream while the block runs.

    Parameters
    ----------
    quiet : bool
        Show nothing (--json, or not a terminal).

    Yields
    ------
    callable
        A `perron.progress.Progress`.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, disable=quiet) as bars:
        tasks: dict[str, Any] = {}

        def show(what: Words, done: int, total: int) -> None:
            text = what.text(LANG)
            if text not in tasks:
                tasks[text] = bars.add_task(text, total=total)
            bars.update(tasks[text], completed=done, total=total)

        yield show
