"""The table of visits that an evaluation reads: those of the site, or those of a file."""

import tempfile
from pathlib import Path
from typing import Any, Final

from perron.errors import BadInputError
from perron.words import Words
from perron_web.platform.files.uploads import disk_name

MOST_BYTES: Final = 4_000_000


def read_visits(*, file: Any) -> str:
    """Read a table of visits that was dropped, and write it as evaluations keep it.

    Parameters
    ----------
    file : UploadedFile
        CSV: unit, doors, knocked, opened, talked, and minutes where they are known; what else it holds goes.

    Returns
    -------
    str
        CSV, checked.

    Raises
    ------
    PerronError
        It is not such a table, or it is about people: with line, field, found and expected.
    """
    from perron.evaluation.visits import read_visits as read
    from perron.sources.limits import Limits

    content, name = file.read(), disk_name(file.name, "visites.csv")
    if len(content) > MOST_BYTES:
        raise BadInputError(
            Words("this file is too large for visits", "ce fichier est trop gros pour des passages"),
            file=name,
        )
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / name
        path.write_bytes(content)
        table = read(path, limits=Limits(size=4 * MOST_BYTES, rows=200_000, columns=200))
    return table.sort("unit").write_csv()
