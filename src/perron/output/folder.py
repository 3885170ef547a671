"""A folder written all at once: it appears complete, or not at all."""

import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perron.errors import BadInputError
from perron.words import Words

MARKER = "plan.json"
"""The file by which a folder is known to be a plan of ours."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a folder of ours holds.

    Parameters
    ----------
    marker : str
        The file by which it is known.
    sign : bytes
        What stands at the beginning of that file.
    words : Words
        What it is, with its article.
    """

    marker: str
    sign: bytes
    words: Words

    def stands_at(self, directory: Path) -> bool:
        """Tell whether a folder holds one that Perron wrote.

        Parameters
        ----------
        directory : Path
            Any path.

        Returns
        -------
        bool
            Whether the file stands in it and says so.
        """
        try:
            return self.sign in (directory / self.marker).read_bytes()[:400]
        except OSError:
            return False


PLAN: Final = Made(MARKER, b'"perron plan"', Words("a plan", "un plan"))
EVALUATION: Final = Made("evaluation.json", b'"evaluation/1"', Words("an evaluation", "une évaluation"))


def is_plan(directory: Path) -> bool:
    """Tell whether a folder holds a plan that Perron wrote.

    Parameters
    ----------
    directory : Path
        Any path.

    Returns
    -------
    bool
        Whether `plan.json` stands in it and says so.
    """
    return PLAN.stands_at(directory)


def refuse_foreign(directory: Path, made: Made = PLAN) -> None:
    """Raise an error when the path holds anything but nothing, an empty folder or an older plan.

    Parameters
    ----------
    directory : Path
        Where a plan is to be written.
    made : Made
        What is to be written there, by default a plan; an older one may stand there.

    Raises
    ------
    BadInputError
        Something else stands there; it is left as it is.
    """
    if not directory.exists() and not directory.is_symlink():
        return
    if (
        directory.is_dir()
        and not directory.is_symlink()
        and (made.stands_at(directory) or not any(directory.iterdir()))
    ):
        return
    raise BadInputError(
        Words(
            f"this path already holds something that is not {made.words.en}; nothing was written",
            f"cet emplacement contient déjà autre chose qu’{made.words.fr}\u202f; rien n’a été écrit",
        ),
        file=str(directory),
        expected=Words(
            f"a new folder, or one that holds {made.words.en}",
            f"un nouveau dossier, ou un dossier qui contient {made.words.fr}",
        ),
    )


@contextmanager
def written_at_once(directory: Path, made: Made = PLAN) -> Iterator[Path]:
    """Give a temporary folder to write in; put it in place when the block ends well.

    An older plan is replaced only once the new one is complete. When the block raises, the temporary folder
    is removed and what stood at `directory` is untouched. What a run killed on the way left is removed by the
    next one.

    Parameters
    ----------
    directory : Path
        Where the folder must appear.
    made : Made
        What is written, by default a plan.

    Yields
    ------
    Path
        The folder to write in, beside the final place.

    Raises
    ------
    BadInputError
        Something that is not a plan stands there.
    """
    directory = Path(os.path.abspath(directory))  # noqa: PTH100 - resolve() would follow a link
    refuse_foreign(directory, made)
    directory.parent.mkdir(parents=True, exist_ok=True)
    _sweep(directory)
    scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    lock = _lock(scratch)
    try:
        fresh = scratch / "new"
        fresh.mkdir()
        yield fresh
        refuse_foreign(directory, made)
        _swap(fresh, directory, scratch / "old")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _sweep(directory: Path) -> None:
    """Remove what runs killed on the way have left; an older plan they had set aside comes back."""
    for left in directory.parent.glob(f".{glob.escape(directory.name)}.????????"):
        if left.is_symlink() or not left.is_dir() or {p.name for p in left.iterdir()} - {"new", "old"}:
            continue
        lock = _lock(left)
        if lock is None:
            continue
        if (left / "old").exists() and not directory.exists():
            (left / "old").rename(directory)
        shutil.rmtree(left, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """Take the lock that a run holds on its temporary folder; None when it is alive, or cannot be locked."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _swap(fresh: Path, directory: Path, old: Path) -> None:
    """Put `fresh` in the place of `directory`, and put the old one back if that fails."""
    replaced = directory.exists()
    if replaced:
        directory.rename(old)
    try:
        fresh.rename(directory)
    except OSError:
        if replaced:
            old.rename(directory)
        raise
