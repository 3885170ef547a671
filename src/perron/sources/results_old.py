"""The Ministry's text of 1999 to 2014: no header, comment lines starting with “--”, one row per candidate.

Layouts by number of fields, as documented in the comments at the head of the files:
15 (présidentielle and législatives 2012): round; department; commune; name; constituency; canton; bureau;
registered; voters; valid; panel number; surname; first name; nuance; votes.
13 (2002 to 2008, municipales 2014): the same without constituency and canton.
12 (européennes 2009): the same without panel number.
"""

from typing import Final

import polars as pl

from perron.errors import BadInputError, BadValueError
from perron.sources.codes import election_in
from perron.sources.dialect import Dialect
from perron.sources.encoding import utf8
from perron.sources.opening import Opened
from perron.sources.results_finish import Asked
from perron.sources.results_long import from_rows
from perron.sources.rows import field_counts
from perron.sources.text import read_bytes
from perron.tables import Results
from perron.words import Words

_HEAD = ("round", "departement", "commune", "commune_name")
_COUNTS = ("bureau", "registered", "voters", "valid")
_TAIL = ("last", "first", "nuance", "votes")
LAYOUTS: Final = {
    15: (*_HEAD, "constituency", "canton", *_COUNTS, "number", *_TAIL),
    13: (*_HEAD, *_COUNTS, "number", *_TAIL),
    12: (*_HEAD, *_COUNTS, *_TAIL),
}
"""Columns by number of fields."""


def recognises(opened: Opened) -> bool:
    """Say whether the first row after the comments has one of the layouts.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    lines = [line for line in opened.head.splitlines() if line.strip() and not line.startswith(b"--")]
    if not lines:
        return False
    fields = lines[0].decode("cp1252", errors="replace").rstrip(";").split(";")
    names = LAYOUTS.get(len(fields))
    if names is None:
        return False
    row = dict(zip(names, fields, strict=True))
    numbers = ("registered", "voters", "valid", "votes")
    return row["round"].strip() in {"1", "2"} and all(row[n].strip().isdigit() for n in numbers)


def read(opened: Opened, dialect: Dialect, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read the text; both rounds may stand in one file.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    asked : Asked
        Election named by hand, without its round; communes wanted.

    Returns
    -------
    Results
        Checked tables, one election per round.
    tuple of Words
        Notes.
    """
    data = utf8(opened)
    comments = 0
    while data.startswith(b"--"):
        data = data[data.find(b"\n") + 1 :]
        comments += 1
    data = data.lstrip(b"\r\n")
    fields = field_counts(data, ";", quoted=False)
    usual = int(fields[0])
    trailing = data.split(b"\n", 1)[0].rstrip(b"\r").endswith(b";")
    wrong = fields != usual
    if wrong.any():
        line = int(wrong.argmax())
        raise BadValueError(
            Words("this row has the wrong number of fields", "cette ligne n’a pas le bon nombre de champs"),
            file=opened.file,
            line=line + 1 + comments,
            found=str(int(fields[line])),
            expected=Words(str(usual), str(usual)),
        )
    names = LAYOUTS[usual - trailing]
    wide = Dialect(dialect.encoding, ";", (*names, "?") if trailing else names, quoted=False)
    counts = [n for n in names if n in {"registered", "voters", "valid", "number", "votes"}]
    frame = read_bytes(opened.file, b"\n" + data, wide, names, counts, first_line=comments + 1, ragged=True)
    frame = frame.with_row_index("line", offset=comments + 1)
    return from_rows(frame.with_columns(_election(opened.file, asked)), opened.file, asked)


def _election(file: str, asked: Asked) -> pl.Expr:
    base = asked.election or election_in(file, rounds_inside=True)
    if base is None:
        raise BadInputError(
            Words("nothing says which election this is", "rien ne dit de quelle élection il s’agit"),
            file=file,
            expected=Words(
                "name it by hand, without its round: 2012-presidentielle=FILE",
                "nommez-la, sans le tour\u00a0: 2012-presidentielle=FICHIER",
            ),
        )
    base = base.rstrip("12").rstrip("-") if base[-2:] in {"-1", "-2"} else base
    if base.endswith(("europeennes", "referendum")):
        return pl.lit(base).alias("election")
    return (pl.lit(base + "-") + pl.col("round").str.strip_chars()).alias("election")
