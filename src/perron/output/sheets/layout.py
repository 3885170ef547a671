"""Lay out the list on pages of two columns; a building is broken over two pages only when it must be."""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from perron.output.sheets.entries import ROW_MM, STREET_MM, Block, Row

PAGE_MM: Final = 242.0
"""Height of a column of the list on every page but the first."""
MOST_PAGES: Final = 3
_DOORS_A_PAGE: Final = 80 / MOST_PAGES
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
    ends. When this takes more than three pages for eighty doors, blocks are broken wherever a page ends.

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
    doors = sum(row["k"] == "door" for block in blocks for row in block.rows)
    kept = place(blocks, first_mm, keep=True)
    if len(kept) > max(MOST_PAGES, ceil(doors / _DOORS_A_PAGE)):
        kept = min(kept, place(blocks, first_mm, keep=False), key=len)
    _add_notes(kept, first_mm)
    return kept


def _add_notes(pages: list[Page], first_mm: float) -> None:
    """Give columns left empty, and what is left of the last ones, to notes."""
    for number, page in enumerate(pages):
        for column in page:
            left = (PAGE_MM if number else first_mm) - sum(row["h"] for row in column)
            if left >= _NOTES_MM and (number == len(pages) - 1 or not column):
                column.append({"k": "notes", "h": min(left, _MOST_NOTES_MM)})


class _Pen:
    """Where the next row goes."""

    def __init__(self, first_mm: float) -> None:
        self.pages: list[Page] = [[[], []]]
        self.height = first_mm
        self.column = 0
        self.left = first_mm

    def next_page(self) -> None:
        self.pages.append([[], []])
        self.height = PAGE_MM
        self.column, self.left = 0, PAGE_MM

    def next_column(self) -> None:
        if self.column == 1:
            self.next_page()
        else:
            self.column, self.left = 1, self.height

    def write(self, row: Row) -> None:
        self.pages[-1][self.column].append(row)
        self.left -= row["h"]


def place(blocks: Sequence[Block], first_mm: float, *, keep: bool) -> list[Page]:
    """Place blocks in columns, whole on their page or wherever there is room.

    Parameters
    ----------
    blocks : sequence of Block
        What to place.
    first_mm : float
        Height of the two columns of the first page, millimetres.
    keep : bool
        Whether a block that fits on a page must not be broken over two.

    Returns
    -------
    list of list of list of dict
        Pages, each of two columns of rows.
    """
    pen = _Pen(first_mm)
    street: Row | None = None
    for block in blocks:
        if keep and not _fits(pen, block):
            pen.next_page()
        if keep and pen.left < block.height <= _SHORT_MM:
            pen.next_column()
        while pen.left < _opening(block):
            pen.next_column()
        if block.rows[0]["k"] == "street":
            street = block.rows[0]
        elif street is not None and not pen.pages[-1][pen.column] and block.rows[0]["k"] != "total":
            pen.write({**street, "again": True})
        _write(pen, block)
    return pen.pages


def _fits(pen: _Pen, block: Block) -> bool:
    """Tell whether a block fits on what is left of the page, heads repeated in its right column included."""
    street = 0.0 if block.rows[0]["k"] in {"street", "total"} else STREET_MM
    fresh = not pen.pages[-1][pen.column]
    if fresh and pen.column == 0 and len(pen.pages) > 1:
        return True
    if pen.left >= block.height + (street if fresh else 0.0):
        return True
    other = pen.height if pen.column == 0 else 0.0
    if block.height <= _SHORT_MM or pen.left < _opening(block) + (street if fresh else 0.0):
        return other >= block.height + street
    again = block.head["h"] if block.head else 0.0
    return pen.left - ROW_MM + other >= block.height + again + street


def _write(pen: _Pen, block: Block) -> None:
    for row in block.rows:
        if pen.left < row["h"]:
            pen.next_column()
            if block.head is not None and row["k"] == "door":
                pen.write(block.head)
                row = {**row, "f": row.get("floor", "")}  # noqa: PLW2901
        pen.write(row)


def _opening(block: Block) -> float:
    """Return the height that must be left to begin a block: its heads and three doors."""
    doors = [row["h"] for row in block.rows if row["k"] == "door"]
    heads: list[Any] = [row["h"] for row in block.rows if row["k"] != "door"]
    return float(sum(heads) + sum(doors[:_FEWEST_ROWS] if len(doors) > _FEWEST_ROWS else doors))
