"""The file that an error is about, where what raised it knows a table only."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from perron.errors import BadInputError, ParameterError


@contextmanager
def naming(files: Iterable[Path | str | None], *, choices: bool = False) -> Iterator[None]:
    """Name the files in the errors of the block that name none.

    Parameters
    ----------
    files : iterable of Path, str or None
        The files read, None where none was given; "ELECTION=FILE" counts as its file.
    choices : bool
        Whether choices come from the file too, rather than from options.
    """
    try:
        yield
    except BadInputError as error:
        if not error.file and (choices or not isinstance(error, ParameterError)):
            error.file = ", ".join(Path(str(file).rpartition("=")[2]).name for file in files if file)
        raise
