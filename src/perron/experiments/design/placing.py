"""Files that appear all at once, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from perron.errors import BadInputError
from perron.words import Words


def refuse_taken(folder: Path) -> None:
    """Raise an error when something stands where a draw is to be written.

    Parameters
    ----------
    folder : Path
        A path.

    Raises
    ------
    BadInputError
        It is neither free nor an empty folder.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BadInputError(
            Words(
                "something stands here already; a sealed draw is never written over",
                "il y a déjà quelque chose ici\u202f; un tirage scellé ne s’écrase pas",
            ),
            file=str(folder),
            expected=Words("a new folder", "un nouveau dossier"),
        )


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside the final place, removed in the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def put_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files in a new folder, all at once.

    Parameters
    ----------
    folder : Path
        A path where nothing stands, or an empty folder.
    files : mapping of str to bytes
        Name and content.

    Raises
    ------
    BadInputError
        Something stands there; it is left as it is.
    """
    refuse_taken(folder)
    with _beside(folder) as scratch:
        fresh = scratch / "new"
        fresh.mkdir()
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        fresh.replace(folder)


def put_file(path: Path, data: bytes) -> None:
    """Write one new file, all at once.

    Parameters
    ----------
    path : Path
        A path where nothing stands.
    data : bytes
        Content.

    Raises
    ------
    BadInputError
        Something stands there; it is left as it is.
    """
    refuse_taken(path)
    with _beside(path) as scratch:
        (scratch / "new").write_bytes(data)
        (scratch / "new").replace(path)
