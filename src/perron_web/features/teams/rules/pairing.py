"""Forming pairs: who asked to go together goes together, and nobody new goes out without somebody who has.

Pairs are what goes to doors; of an odd number, one pair is of three. Nothing is drawn by chance: the same
people give the same pairs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who goes out."""

    key: int
    outings: int = 0
    """Outings the person has been to: 0 for somebody new."""
    wants: int | None = None
    """Whom the person asked to go with."""


def form_pairs(walkers: Iterable[Walker], kept: Sequence[Collection[int]] = ()) -> list[Group]:
    """Put people together by two, one group of three when they are an odd number.

    Parameters
    ----------
    walkers : iterable of Walker
        Everybody who goes.
    kept : sequence of collections of int
        Groups that stand, of two people or more. They stay together; but a group of three gives one of
        them to somebody who would be left over, and without any a pair takes that person in.

    Returns
    -------
    list of tuple of int
        Those kept first, then the new ones; keys in rising order within each.
    """
    everyone = {one.key: one for one in walkers}
    groups = [tuple(sorted(set(group) & set(everyone))) for group in kept]
    groups = [group for group in groups if len(group) > 1]
    placed = {key for group in groups for key in group}
    left = {key: one for key, one in everyone.items() if key not in placed}
    made = _asked_for(left)
    rest = sorted(
        (one for key, one in left.items() if not any(key in group for group in made)),
        key=lambda one: (-one.outings, one.key),
    )
    made += _folded(rest)
    return groups + made if len(rest) % 2 == 0 else _with_the_last(groups, made, rest, everyone)


def _asked_for(left: Mapping[int, Walker]) -> list[Group]:
    """Pair those who asked for each other, then those who asked for somebody still free."""
    made: list[Group] = []
    taken: set[int] = set()

    def mutual(one: Walker) -> bool:
        other = left.get(one.wants or 0)
        return other is not None and other.wants == one.key

    for one in sorted(left.values(), key=lambda one: (not mutual(one), one.key)):
        other = one.wants
        if other is None or other == one.key or other not in left or taken & {one.key, other}:
            continue
        taken |= {one.key, other}
        made.append((min(one.key, other), max(one.key, other)))
    return made


def _folded(rest: Sequence[Walker]) -> list[Group]:
    """Pair the most experienced with the newest, and so on inwards; the middle one is left when odd."""
    half = len(rest) // 2
    pairs = [(rest[place].key, rest[-1 - place].key) for place in range(half)]
    return [(min(pair), max(pair)) for pair in pairs]


def _with_the_last(
    groups: list[Group], made: list[Group], rest: Sequence[Walker], everyone: Mapping[int, Walker]
) -> list[Group]:
    """Add the one left over where it helps most: somebody new to the most experienced, and the reverse."""
    last = rest[len(rest) // 2]
    three = next((group for group in groups if len(group) == 3), None)
    if three is not None:
        return [*(group for group in groups if group != three), *_split(three, last, everyone), *made]
    free = made or groups
    if not free:
        return [(last.key,)]

    def experience(group: Group) -> tuple[int, int, Group]:
        most = max(everyone[key].outings for key in group)
        return (len(group), -most if last.outings == 0 else most, group)

    host = min(free, key=experience)
    joined = tuple(sorted((*host, last.key)))
    return [joined if group == host else group for group in [*groups, *made]]


def _split(three: Group, last: Walker, everyone: Mapping[int, Walker]) -> list[Group]:
    """Make two pairs of three people and one: wishes first, then somebody who knows in each."""

    def worth(key: int) -> tuple[bool, int, int]:
        stay = [everyone[other] for other in three if other != key]
        wished = any(one.wants == other.key for one in stay for other in stay)
        led = [any(one.outings for one in stay), bool(everyone[key].outings or last.outings)]
        return (wished, sum(led), -key)

    leaves = max(three, key=worth)
    stays = tuple(key for key in three if key != leaves)
    return [stays, tuple(sorted((leaves, last.key)))]


def numbered(groups: Sequence[Group], before: Mapping[int, int | None]) -> dict[int, int]:
    """Give each group a number: those that stand keep theirs, new ones take the smallest free.

    Parameters
    ----------
    groups : sequence of tuple of int
        Groups.
    before : mapping of int to int or None
        The number each person had.

    Returns
    -------
    dict of int to int
        Number of each person's group, from 1.
    """
    numbers: dict[int, int] = {}
    used: set[int] = set()
    waiting: list[Group] = []
    for group in groups:
        had = [before.get(key) for key in group]
        known = next((number for number in had if number and had.count(number) > 1), None)
        if known and known not in used:
            used.add(known)
            numbers |= dict.fromkeys(group, known)
        else:
            waiting.append(group)
    free = (number for number in range(1, len(groups) + len(used) + 1) if number not in used)
    for group in waiting:
        numbers |= dict.fromkeys(group, next(free))
    return numbers
