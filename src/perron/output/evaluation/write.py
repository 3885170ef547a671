"""Write an evaluation: page, PDF, JSON, tables and the priors of the next plan, all at once."""

from pathlib import Path
from typing import Any, Final

import orjson

from perron.output.evaluation.html import make_html
from perron.output.evaluation.pdf import make_pdf
from perron.output.evaluation.tables import make_tables
from perron.output.folder import EVALUATION, written_at_once
from perron.progress import Progress, silent
from perron.words import Language, Words

PAGE: Final = "index.html"
PDF: Final = "evaluation.pdf"
PRIORS: Final = "priors.toml"
_WRITING: Final = Words("Writing", "Écriture")


def write_evaluation(
    content: dict[str, Any], directory: Path | str, *, lang: Language = "fr", progress: Progress = silent
) -> list[str]:
    """Write an evaluation to a folder; the same content gives the same bytes.

    The folder appears complete or not at all; an older evaluation in its place is replaced only once the new
    one is complete.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    directory : Path or str
        The folder to make; it may hold an older evaluation, nothing else.
    lang : {"fr", "en"}
        Language of page, PDF and labels.
    progress : Progress
        Told of each file.

    Returns
    -------
    list of str
        Names of the files.

    Raises
    ------
    BadInputError
        Something that is not an evaluation stands at `directory`.
    """
    tables = make_tables(content, lang)
    steps = 3 + len(tables)
    with written_at_once(Path(directory), EVALUATION) as folder:
        progress(_WRITING, 0, steps)
        (folder / EVALUATION.marker).write_bytes(to_json(content))
        (folder / PAGE).write_text(make_html(content, lang), encoding="utf-8")
        progress(_WRITING, 2, steps)
        (folder / PDF).write_bytes(make_pdf(content, lang))
        for done, (name, table) in enumerate(tables.items(), start=3):
            progress(_WRITING, done, steps)
            table.write_csv(folder / f"{name}.csv")
        if content["priors"]:
            (folder / PRIORS).write_text(content["priors"]["toml"], encoding="utf-8")
        progress(_WRITING, steps, steps)
        return sorted(path.name for path in folder.iterdir())


def to_json(content: dict[str, Any]) -> bytes:
    """Return the content as JSON, its kind first.

    Parameters
    ----------
    content : dict
        The content of an evaluation.

    Returns
    -------
    bytes
        Indented JSON.
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
    return orjson.dumps(content, option=options)
