"""The Ministry's wide text: one row per bureau, a block of columns repeated for each list or candidate.

2014–2022: latin-1, “;”, decimal commas, the header names only the first block. 2024 on: UTF-8, numbered
blocks. Rows may hold different numbers of blocks (législatives, municipales).
"""

from dataclasses import dataclass

import polars as pl

from perron.errors import BadValueError, MissingColumnError
from perron.sources.choices import choice_name
from perron.sources.codes import bureau_code, commune_code
from perron.sources.dialect import Dialect, with_quotes
from perron.sources.encoding import utf8
from perron.sources.headers import BLOCK, FIXED, NEEDED, folded
from perron.sources.opening import Opened
from perron.sources.results_columns import optional
from perron.sources.results_finish import Asked, finish
from perron.sources.rows import field_counts, is_rectangular
from perron.sources.text import read_bytes
from perron.tables import VOTES, Results
from perron.words import Words

_COUNTS = ("registered", "voters", "blank", "invalid", "valid")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns stand.

    Parameters
    ----------
    fixed : dict of str to int
        Columns of the bureau: our name to position.
    block : dict of str to int
        Columns of a block: our name to position within it.
    start : int
        Position of the first block; -1 when there is none.
    width : int
        Columns in a block.
    """

    fixed: dict[str, int]
    block: dict[str, int]
    start: int
    width: int


def layout_of(header: tuple[str, ...]) -> Layout:
    """Work out where the columns stand.

    Parameters
    ----------
    header : tuple of str
        Fields of the first line.

    Returns
    -------
    Layout
        Positions.
    """
    names = [folded(name) for name in header]
    while names and not names[-1]:
        names.pop()
    fixed: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in FIXED:
            fixed.setdefault(FIXED[name], index)
    start = next((i for i, name in enumerate(names) if name in BLOCK and name not in FIXED), -1)
    if start < 0:
        return Layout(fixed, {}, -1, 0)
    again = next((i for i in range(start + 1, len(names)) if names[i] == names[start]), len(names))
    width = again - start
    block: dict[str, int] = {}
    for offset, name in enumerate(names[start:again]):
        if name in BLOCK:
            block.setdefault(BLOCK[name], offset)
    return Layout(fixed, block, start, width)


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is one of the Ministry's.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    layout = layout_of(dialect.header)
    return all(name in layout.fixed for name in NEEDED)


def read(opened: Opened, dialect: Dialect, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read the wide text.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    asked : Asked
        Election named by hand, communes wanted, impossible rows.

    Returns
    -------
    Results
        Checked tables; votes are empty when the file holds turnout only.
    tuple of Words
        Notes.
    """
    layout = layout_of(dialect.header)
    data = utf8(opened)
    dialect = with_quotes(dialect, data)
    shape = _blocks(data, dialect, layout, opened.file)
    blocks = shape[0]
    frame = _read(data, dialect, layout, shape, opened.file, every=False)
    if any(
        frame.get_column(f"label.{b}").null_count() > frame.get_column(f"votes.{b}").null_count()
        for b in range(blocks)
        if "label" in layout.block
    ):
        frame = _read(data, dialect, layout, shape, opened.file, every=True)
    election = asked.name_of_election(opened.file)
    frame = frame.with_row_index("line", offset=2).with_columns(
        commune_code(pl.col("departement"), pl.col("commune")).alias("commune")
    )
    frame = asked.keep(frame)
    general = frame.select(
        pl.lit(election).alias("election"),
        bureau_code(pl.col("commune"), pl.col("bureau")).alias("bureau"),
        "commune",
        optional(frame, "commune_name").alias("commune_name"),
        optional(frame, "constituency").alias("constituency"),
        "registered",
        "voters",
        optional(frame, "blank", pl.Int64).alias("blank"),
        optional(frame, "invalid", pl.Int64).alias("invalid"),
        "valid",
        pl.col("line").cast(pl.Int64),
    )
    titles = _titles(frame, blocks)
    votes = _votes(frame.with_columns(general.get_column("bureau")), blocks, election, titles)
    notes: tuple[Words, ...] = ()
    if not blocks:
        notes = (
            Words(
                "turnout only: no votes by list or candidate",
                "participation seule\u00a0: pas de voix par liste",
            ),
        )
    # one title per block: no choice can come twice in a bureau, and rows can be summed as they stand
    sums = (
        frame.select(pl.sum_horizontal(f"votes.{b}" for b in range(blocks))).to_series() if titles else None
    )
    results, more = finish(general, votes, file=opened.file, asked=asked, sums=sums)
    return results, (*notes, *more)


def _blocks(data: bytes, dialect: Dialect, layout: Layout, file: str) -> tuple[int, int]:
    """Return the number of blocks and of fields of the longest row, or raise for a row cut short."""
    if layout.start < 0:
        return 0, len(dialect.header)
    if "votes" not in layout.block:
        raise MissingColumnError(
            Words("the blocks of candidates have no votes", "les blocs de candidats n’ont pas de voix"),
            file=file,
            line=1,
            column="Voix",
            found=dialect.separator.join(dialect.header[layout.start :])[:120],
        )
    same = 0 if dialect.quoted else is_rectangular(data, dialect.separator)
    if same > layout.start and (same - layout.start) % layout.width == 0:
        return (same - layout.start) // layout.width, same
    fields = field_counts(data, dialect.separator, quoted=dialect.quoted)
    # a trailing separator makes one empty field too many
    extra = (fields - layout.start) % layout.width
    wrong = (extra > 1) | (fields <= layout.start)
    if wrong.any():
        line = int(wrong.argmax())
        raise BadValueError(
            Words("this row is cut short or too long", "cette ligne est incomplète ou trop longue"),
            file=file,
            line=line + 1,
            found=str(int(fields[line])),
            expected=Words(
                f"{layout.start} fields and blocks of {layout.width}",
                f"{layout.start} champs et des blocs de {layout.width}",
            ),
        )
    most = int(fields.max())
    return (most - layout.start) // layout.width, most


def _read(
    data: bytes, dialect: Dialect, layout: Layout, shape: tuple[int, int], file: str, *, every: bool
) -> pl.DataFrame:
    blocks, fields = shape
    names = [f"?{index}" for index in range(fields)]
    # a short title is enough to name a list: the other names are read only when it is missing somewhere
    spared = () if every or "label" not in layout.block else ("long", "last", "first")
    counts = []
    for name, index in layout.fixed.items():
        names[index] = name
    for block in range(blocks):
        for name in layout.block.keys() - spared:
            offset = layout.block[name]
            names[layout.start + block * layout.width + offset] = f"{name}.{block}"
        counts += [f"{name}.{block}" for name in ("votes", "number") if name in layout.block]
    counts += [name for name in _COUNTS if name in layout.fixed]
    wanted = [name for name in names if not name.startswith("?")]
    wide = Dialect(dialect.encoding, dialect.separator, tuple(names), dialect.quoted)
    return read_bytes(file, data, wide, wanted, counts, ragged=True)


def _votes(frame: pl.DataFrame, blocks: int, election: str, titles: list[str] | None) -> pl.DataFrame:
    if not blocks:
        return pl.DataFrame(schema=VOTES.schema())
    names = ("votes", "number", "nuance") if titles else ("votes", *BLOCK.values())
    parts = []
    for block in range(blocks):
        there = [n for n in dict.fromkeys(names) if f"{n}.{block}" in frame.columns]
        part = frame.select("bureau", *(pl.col(f"{n}.{block}").alias(n) for n in there))
        parts.append(part.with_columns(pl.lit(titles[block]).alias("choice")) if titles else part)
    whole = pl.concat(parts)
    if whole.get_column("votes").null_count():
        whole = whole.filter(pl.col("votes").is_not_null())
    return whole.select(
        pl.lit(election).alias("election"),
        "bureau",
        "choice" if titles else choice_name(whole).alias("choice"),
        optional(whole, "number", pl.Int32).alias("number"),
        optional(whole, "nuance").alias("nuance"),
        "votes",
    )


def _titles(frame: pl.DataFrame, blocks: int) -> list[str] | None:
    """Return the title of each block when it is the same on every row, as in national elections."""
    local = "nuance.0" in frame.columns and "label.0" not in frame.columns
    titles = []
    for block in range(blocks):
        name = next((n for n in (f"label.{block}", f"last.{block}") if n in frame.columns), None)
        if name is None or local or not frame.height:
            return None
        column = frame.get_column(name)
        if column[0] is None or not (column == column[0]).all(ignore_nulls=False):
            return None
        titles.append(str(column[0]).strip())
    return titles if blocks and len(set(titles)) == blocks else None
