"""Set a sheet in type: one Typst template, what it reads, our fonts and no others."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import orjson


def typeset(template: Path, content: dict[str, Any], *, embedded: bool = False, tags: bool = False) -> bytes:
    """Make a PDF.

    Parameters
    ----------
    template : Path
        Typst file; it finds its neighbours.
    content : dict
        What it reads as the input `content`, JSON values.
    embedded : bool
        Whether Typst's own fonts may serve too (for formulas).
    tags : bool
        Whether the PDF tells its structure, for screen readers.

    Returns
    -------
    bytes
        A PDF without date: the same content gives the same bytes.
    """
    import typst  # noqa: PLC0415 - heavy: read when something is printed

    with as_file(files("perron.output") / "fonts") as fonts:
        compiler = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=embedded, font_paths=[str(fonts)]
            ),
            sys_inputs={"content": orjson.dumps(content).decode()},
        )
        made = compiler.compile(format="pdf", timestamp=0, pdf_tags=tags)
    assert isinstance(made, bytes)
    return made
