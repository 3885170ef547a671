"""The list of a turf as blocks of rows, each of a known height, ready to be laid out on pages."""

from dataclasses import dataclass
from typing import Any, Final

from perron.output.sheets.struck import NOTHING_STRUCK, Struck
from perron.output.sheets.texts import TEXTS, doors_text, floors, ordinal
from perron.words import Language

ROW_MM: Final = 7.0
"""A door: a box of 6 mm and 1 mm between boxes."""
NEVER_MM: Final = 6.0
"""Words on doors not to be rung at."""
HEAD_MM: Final = 9.0
"""Head of a building."""
STREET_MM: Final = 9.0
"""Name of a street."""
TOTAL_MM: Final = 13.0
"""Totals by outcome."""

_FEW: Final = 3

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows kept together: a building or a staircase, with the name of its street where it begins.

    Parameters
    ----------
    rows : tuple of dict
        Rows in order, each with its kind `k` and height `h` in millimetres.
    head : dict or None
        Row to repeat where the block continues in another column.
    """

    rows: tuple[Row, ...]
    head: Row | None = None

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        return float(sum(row["h"] for row in self.rows))


def blocks_of(stops: list[dict[str, Any]], lang: Language, struck: Struck = NOTHING_STRUCK) -> list[Block]:
    """Return the blocks of a turf in walking order, totals last.

    Parameters
    ----------
    stops : list of dict
        Rows of table `DOORS`, in order, with `shared`: whether other stops hold the rest of the building.
        Floors are printed only then; elsewhere they are left to write in, as they are guesses.
    lang : {"fr", "en"}
        Language.
    struck : Struck
        Doors to strike out.

    Returns
    -------
    list of Block
        One per stop, then the totals.
    """
    blocks, street = [], None
    for stop in stops:
        block = with_struck(_stop(stop, lang), stop.get("address", ""), struck)
        if stop["street"] != street:
            street = stop["street"]
            block = Block(({"k": "street", "h": STREET_MM, "t": street}, *block.rows), block.head)
        blocks.append(block)
    return [*blocks, Block(({"k": "total", "h": TOTAL_MM},))]


def with_struck(block: Block, address: str, struck: Struck) -> Block:
    """Strike the doors of a stop that are not to be rung at; those known by floor are told in words.

    Parameters
    ----------
    block : Block
        Rows of the stop.
    address : str
        Its address.
    struck : Struck
        Doors to strike out.

    Returns
    -------
    Block
        The rows, one more where there is something to tell.
    """
    numbers, words = struck.numbers.get(address, frozenset()), struck.words.get(address, "")
    rows = tuple({**row, "never": True} if row.get("i") in numbers else row for row in block.rows)
    if words:
        rows = (rows[0], {"k": "never", "h": NEVER_MM, "t": words}, *rows[1:])
    return Block(rows, block.head)


def house_number(stop: dict[str, Any], lang: Language) -> str:
    """Return the number and suffix of a stop, such as "12 bis".

    Parameters
    ----------
    stop : dict
        A row of table `DOORS`.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        The number as written on the house.
    """
    if stop["number"] is None:
        return TEXTS["no_number"].text(lang)
    suffix = stop["suffix"] or ""
    return f"{stop['number']}\u00a0{suffix}" if len(suffix) > 1 else f"{stop['number']}{suffix.upper()}"


def _stop(stop: dict[str, Any], lang: Language) -> Block:
    where = house_number(stop, lang)
    doors = int(stop["doors"])
    if doors <= _FEW and not stop["shared"]:
        first: Row = {
            "k": "door",
            "h": ROW_MM,
            "n": stop["order"],
            "a": where,
            "i": 1,
            "of": doors,
            "floors": False,
        }
        rest = [{"k": "door", "h": ROW_MM, "i": i, "of": doors, "floors": False} for i in range(2, doors + 1)]
        return Block((first, *rest))
    about = doors_text(doors, lang, estimated=stop["estimated"])
    low, high = stop["floor_from"], stop["floor_to"]
    if stop["shared"] and low is not None:
        about = f"{floors(low, high if high is not None else low, lang)}, {about}"
    head: Row = {"k": "head", "h": HEAD_MM, "n": stop["order"], "a": where, "t": about}
    rows = [
        {"k": "door", "h": ROW_MM, "i": i + 1, "of": doors, "floors": stop["shared"], **floor}
        for i, floor in enumerate(_floors(stop, lang))
    ]
    again = {**head, "t": TEXTS["continued"].text(lang), "again": True}
    return Block((head, *rows), again)


def _floors(stop: dict[str, Any], lang: Language) -> list[Row]:
    """Return the floor of each door where it is known, and what to print: once for each floor."""
    doors, low, high = int(stop["doors"]), stop["floor_from"], stop["floor_to"]
    if low is None or high is None or not stop["shared"]:
        return [{} for _ in range(doors)]
    levels = int(high) - int(low) + 1
    level = [low + i * levels // doors for i in range(doors)]
    names = [ordinal(now, lang) for now in level]
    return [
        {"floor": name, "f": name if i == 0 or name != names[i - 1] else ""} for i, name in enumerate(names)
    ]
