"""The table of visits that an evaluation reads: those of the site, or those of a file."""

import io
from typing import Any, Final

from perron.errors import BadInputError
from perron.words import Words

MOST_BYTES: Final = 4_000_000


def read_visits(*, file: Any) -> str:
    """Read a table of visits that was dropped, and write it as evaluations keep it.

    Parameters
    ----------
    file : UploadedFile
        CSV: unit, doors, knocked, opened, talked, and minutes where they are known.

    Returns
    -------
    str
        CSV, checked.

    Raises
    ------
    PerronError
        It is not such a table: with line, field, found and expected.
    """
    import polars as pl

    from perron.evaluation.compliance import check_visits

    content = file.read()
    if len(content) > MOST_BYTES:
        raise BadInputError(
            Words("this file is too large for visits", "ce fichier est trop gros pour des passages"),
            file=str(file.name),
        )
    try:
        text = content.decode("utf-8-sig")
        separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        table = pl.read_csv(io.StringIO(text), separator=separator, infer_schema=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise BadInputError(
            Words("this is not a table of visits", "ce n’est pas un tableau de passages"),
            file=str(file.name),
            found=str(error).partition("\n")[0],
            expected=Words(
                "CSV: unit, doors, knocked, opened, talked", "CSV\u00a0: unit, doors, knocked, opened, talked"
            ),
        ) from error
    return check_visits(table, file=str(file.name)).sort("unit").write_csv()
