"""The tree of who trained whom: each generation, a branch and what it bears, whose names one sees."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from perron_web.features.training.choices import GENERATION_WORDS
from perron_web.features.training.models import Branch, TrainingGoal
from perron_web.features.training.rules import GENERATIONS, MANAGE, inside
from perron_web.platform.access import Member

VIEWS: Final = ("tout", "territoire", "moi")
"""Where the tree starts: everybody trained by nobody here; the first of one's territory; oneself."""


@dataclass(frozen=True)
class Generation:
    """People of one generation, beside what the campaign wants."""

    number: int
    words: Any
    people: int
    goal: int | None

    @property
    def share(self) -> float | None:
        """People over the goal; None without one."""
        return self.people / self.goal if self.goal else None


def within_branches(places: tuple[str, ...] | None) -> Q:
    """Return the condition "in one of these places", told so that SQLite too finds it by an index.

    Parameters
    ----------
    places : tuple of str or None
        Materialised paths; None stands for everywhere.

    Returns
    -------
    Q
        For `Branch`. PostgreSQL has an index for the beginnings of texts, whatever the order of its letters.
    """
    if connection.vendor != "sqlite" or not places:
        return inside("place", places)
    found = Q()
    for place in places:
        found |= Q(place__startswith=place, place__gte=place, place__lt=f"{place.rstrip('/')}0")
    return found


def counted() -> dict[int, int]:
    """Count the people standing in the whole campaign, by generation.

    Returns
    -------
    dict of int to int
        Generation to people.
    """
    standing = Branch.every.filter(
        standing__in=[True]
    ).order_by()  # SQLite uses no index for "standing" alone
    rows = standing.values_list("generation").annotate(n=Count("pk"))
    return dict(rows)


def generations(goal: TrainingGoal) -> list[Generation]:
    """Return the generations beside the goal; the third holds all that follow.

    Parameters
    ----------
    goal : TrainingGoal
        What the campaign wants.

    Returns
    -------
    list of Generation
        Three.
    """
    people, goals = counted(), (goal.trainers, goal.mobilisers, goal.volunteers)
    last = GENERATIONS - 1
    sums = [people.get(number, 0) for number in range(last)]
    sums.append(sum(count for number, count in people.items() if number >= last))
    return [
        Generation(number, words, count, wanted)
        for number, (words, count, wanted) in enumerate(zip(GENERATION_WORDS, sums, goals, strict=True))
    ]


def first_branches(member: Member, view: str) -> QuerySet[Branch]:
    """Return the branches from which the tree is opened.

    Parameters
    ----------
    member : Member
        Who looks.
    view : str
        One of `VIEWS`.

    Returns
    -------
    QuerySet of Branch
        The largest first.
    """
    rows = Branch.every.select_related("user")
    if view == "moi":
        rows = rows.filter(user=member.user)
    elif view == "territoire":
        places = member.places(MANAGE)
        rows = rows.filter(within_branches(places)).exclude(inside("parent__place", places) & ~Q(parent=None))
    else:
        rows = rows.filter(parent=None)
    return rows.order_by("-below", "pk")  # type: ignore[no-any-return]


def children_of(branch: Branch) -> QuerySet[Branch]:
    """Return those whom a person trained first.

    Parameters
    ----------
    branch : Branch
        The person.

    Returns
    -------
    QuerySet of Branch
        The largest branches first.
    """
    rows = Branch.every.filter(campaign=branch.campaign_id, parent=branch).select_related("user")
    return rows.order_by("-below", "pk")  # type: ignore[no-any-return]


def sees_name(member: Member, branch: Branch, *, parent: Branch | None = None) -> bool:
    """Say whether somebody sees who a person of the tree is.

    Parameters
    ----------
    member : Member
        Who looks: a lead sees their territory, a trainer those they trained, everyone themself.
    branch : Branch
        The person.
    parent : Branch or None
        Whoever trained them, when it is known.

    Returns
    -------
    bool
        False: they see counts only.
    """
    places = member.places(MANAGE)
    here = places is None or (bool(places) and branch.place.startswith(places))
    mine = parent is not None and parent.pk == branch.parent_id and parent.user_id == member.user.pk
    return here or mine or branch.user_id == member.user.pk
