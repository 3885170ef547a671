"""Lay out the list on pages of two columns; a building is broken over two pages only when it must be."""

from collections.abc import Sequence
from typing import Any, Final

from perron.output.sheets.entries import Block, Row

PAGE_MM: Final = 242.0
"""Height of a column of the list on every page but the first."""
MOST_PAGES: Final = 3
_FEWEST_ROWS: Final = 3
_SHORT_MM: Final = 80.0
"""A block up to this height is not broken over two columns either."""
_NOTES_MM: Final = 28.0
_MOST_NOTES_MM: Final = 90.0

Page = list[list[Row]]


def lay_out(blocks: Sequence[Block], first_mm: float) -> list[Page]:
    """Place blocks in columns, in order.

    A block that fits on what is left of a page may run from its left column into its right one, under a
    repeated head; one that does not fit starts the next page; one taller than a page is broken where the page
    ends. When this takes more than three pages, blocks are broken wherever a page ends.

    Parameters
    ----------
    blocks : sequence of Block
        What to place.
    first_mm : float
        Height of the two columns of the first page, under the map; millimetres, 0 when there is no room.

    Returns
    -------
    list of list of list of dict
        Pages, each of two columns of rows; the first page may be empty of rows.
    """
    kept = _place(blocks, first_mm, keep=True)
    return kept if len(kept) <= MOST_PAGES else min(kept, _place(blocks, first_mm, keep=False), key=len)


def _with_notes(pen: "_Pen") -> list[Page]:
    """Give columns left empty, and what is left of the last one, to notes."""
    last = len(pen.pages) - 1
    for number, (page, height) in enumerate(zip(pen.pages, pen.heights, strict=True)):
        for column in page:
            left = height - sum(row["h"] for row in column)
            if left >= _NOTES_MM and (number == last or not column):
                column.append({"k": "notes", "h": min(left, _MOST_NOTES_MM)})
    return pen.pages


class _Pen:
    """Where the next row goes."""

    def __init__(self, first_mm: float) -> None:
        self.pages: list[Page] = [[[], []]]
        self.heights = [first_mm]
        self.column = 0
        self.left = first_mm

    def room(self) -> float:
        """Return the height left on this page, both columns."""
        return self.left + (self.heights[-1] if self.column == 0 else 0.0)

    def next_page(self) -> None:
        self.pages.append([[], []])
        self.heights.append(PAGE_MM)
        self.column, self.left = 0, PAGE_MM

    def next_column(self) -> None:
        if self.column == 1:
            self.next_page()
        else:
            self.column, self.left = 1, self.heights[-1]

    def write(self, row: Row) -> None:
        self.pages[-1][self.column].append(row)
        self.left -= row["h"]


def _place(blocks: Sequence[Block], first_mm: float, *, keep: bool) -> list[Page]:
    pen = _Pen(first_mm)
    street: Row | None = None
    for block in blocks:
        if (
            keep
            and pen.room() < _with_head(block)
            and pen.left < block.height
            and block.height <= 2 * PAGE_MM
        ):
            pen.next_page()
        if pen.left < (block.height if keep and block.height <= _SHORT_MM else _opening(block)):
            pen.next_column()
        while pen.left < _opening(block):
            pen.next_column()
        if block.rows[0]["k"] == "street":
            street = block.rows[0]
        elif street is not None and not pen.pages[-1][pen.column] and block.rows[0]["k"] != "total":
            pen.write({**street, "again": True})
        _write(pen, block)
    return _with_notes(pen)


def _write(pen: _Pen, block: Block) -> None:
    for row in block.rows:
        if pen.left < row["h"]:
            pen.next_column()
            if block.head is not None and row["k"] == "door":
                pen.write(block.head)
                row = {**row, "f": row.get("floor", "")}  # noqa: PLW2901
        pen.write(row)


def _with_head(block: Block) -> float:
    return block.height + (block.head["h"] if block.head else 0.0)


def _opening(block: Block) -> float:
    """Return the height that must be left to begin a block: its heads and three doors."""
    doors = [row["h"] for row in block.rows if row["k"] == "door"]
    heads: list[Any] = [row["h"] for row in block.rows if row["k"] != "door"]
    return float(sum(heads) + sum(doors[:_FEWEST_ROWS] if len(doors) > _FEWEST_ROWS else doors))
