"""Doors whose people asked not to be called on again: struck out on the list, or told in words."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from perron.output.sheets.texts import TEXTS, ordinal
from perron.words import Language


class Door(NamedTuple):
    """A door: an address, and what is known of where it lies in it."""

    address: str
    stair: str
    floor: int | None
    door: str


class Struck(NamedTuple):
    """Doors to strike out, by address."""

    numbers: Mapping[str, frozenset[int]]
    """Those known by their rank on the list."""
    words: Mapping[str, str]
    """The others, said in words."""


NOTHING_STRUCK: Final = Struck({}, {})


def struck_out(never: Collection[Door], lang: Language) -> Struck:
    """Sort doors by how the list shows them.

    Parameters
    ----------
    never : collection of Door
        Doors not to be rung at.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    Struck
        Ranks and words, by address.
    """
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    words: defaultdict[str, list[str]] = defaultdict(list)
    for door in sorted((Door(*one) for one in never), key=_rank):
        if not door.stair and door.floor is None and door.door.isdecimal():
            numbers[door.address].add(int(door.door))
        else:
            words[door.address].append(_words(door, lang))
    said = {address: f"{TEXTS['never'].text(lang)} {', '.join(rows)}" for address, rows in words.items()}
    return Struck({address: frozenset(ranks) for address, ranks in numbers.items()}, said)


def _rank(door: Door) -> tuple[str, str, int, str]:
    return (door.address, door.stair, -99 if door.floor is None else door.floor, door.door)


def _words(door: Door, lang: Language) -> str:
    parts = [f"{TEXTS['stair'].text(lang)}\u00a0{door.stair}" if door.stair else ""]
    parts += ["" if door.floor is None else ordinal(door.floor, lang)]
    parts += [f"{TEXTS['door'].text(lang)}\u00a0{door.door}" if door.door else ""]
    return " ".join(part for part in parts if part)
