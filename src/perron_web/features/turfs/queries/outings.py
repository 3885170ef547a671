"""The pairs of an outing and their turfs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from perron_web.features.teams.models import Outing
from perron_web.features.teams.queries.outings import answers_of, goers
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.holdings import free_turfs, of_outing
from perron_web.features.turfs.queries.nearby import Point
from perron_web.platform.words import first_name


@dataclass(slots=True)
class Pair:
    """People who walk together, and what they hold."""

    number: int
    people: list[Any] = field(default_factory=list)
    turfs: list[Holding] = field(default_factory=list)

    @property
    def names(self) -> str:
        """First names, as they call each other."""
        return ", ".join(
            first_name(user.name) or str(user.email).split("@", maxsplit=1)[0] for user in self.people
        )

    @property
    def waits(self) -> bool:
        """Whether it has no turf to walk."""
        return not any(one.ended_at is None for one in self.turfs)


@dataclass(slots=True)
class Prepared:
    """An outing as it is prepared."""

    pairs: list[Pair]
    alone: list[Any]
    """Who comes and is in no pair."""
    others: list[Holding]
    """Turfs of pairs that are no more."""

    @property
    def waiting(self) -> int:
        """How many pairs have nothing to walk."""
        return sum(pair.waits for pair in self.pairs)

    @property
    def held(self) -> list[Holding]:
        """What is held now."""
        return [one for pair in self.pairs for one in pair.turfs if one.ended_at is None]

    @property
    def packed(self) -> int:
        """How many turfs are already on a phone."""
        return sum(one.pack_at is not None for one in self.held)


def prepared(outing: Outing) -> Prepared:
    """Return the pairs of an outing with their turfs, in a constant number of queries.

    Parameters
    ----------
    outing : Outing
        The outing.

    Returns
    -------
    Prepared
        Pairs by number; a pair without names for every turf handed to a number nobody has.
    """
    pairs: dict[int, Pair] = {}
    alone = []
    for row in goers(answers_of(outing)):
        if row.pair is None:
            alone.append(row.user)
        else:
            pairs.setdefault(row.pair, Pair(row.pair)).people.append(row.user)
    by_pair: defaultdict[int | None, list[Holding]] = defaultdict(list)
    for holding in of_outing(outing):
        by_pair[holding.pair].append(holding)
    others = by_pair.pop(None, [])
    for number, turfs in by_pair.items():
        if number is not None:
            pairs.setdefault(number, Pair(number)).turfs = turfs
    return Prepared([pairs[number] for number in sorted(pairs)], alone, others)


def unnamed_pairs(known: Iterable[Pair], wanted: int) -> list[Pair]:
    """Return pairs by number alone, for lists on paper handed out at the meeting point.

    Parameters
    ----------
    known : iterable of Pair
        Pairs that exist.
    wanted : int
        How many pairs there are to be in all.

    Returns
    -------
    list of Pair
        Those known, and new ones without names.
    """
    pairs = {pair.number: pair for pair in known}
    fresh = (number for number in range(1, wanted + len(pairs) + 1) if number not in pairs)
    while len(pairs) < wanted:
        number = next(fresh)
        pairs[number] = Pair(number)
    return [pairs[number] for number in sorted(pairs)]


def free_for_outing(outing: Outing) -> QuerySet[Turf]:
    """Return the turfs that an outing may have: those of its place, free for its team.

    Parameters
    ----------
    outing : Outing
        The outing, with its team.

    Returns
    -------
    QuerySet of Turf
        Of the whole campaign's, so that a team's own turfs are among them.
    """
    own = Q(team=outing.team_id) if outing.team_id else Q(pk__in=[])
    place = outing.team.place if outing.team and not outing.place else outing.place
    return free_turfs().filter(own | Q(team=None, place__startswith=place))


def meeting_of_outing(outing: Outing) -> Point | None:
    """Return where an outing meets: its own point, else its team's.

    Parameters
    ----------
    outing : Outing
        The outing, with its team.

    Returns
    -------
    tuple of float or None
        Longitude and latitude; None where nobody placed it.
    """
    for one in (outing, outing.team):
        if one is not None and one.meeting_lon is not None and one.meeting_lat is not None:
            return one.meeting_lon, one.meeting_lat
    return None
