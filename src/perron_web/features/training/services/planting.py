"""The tree drawn again from the certificates, at once: after an import, or to check what was kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Campaign
from perron_web.features.training.models import Branch, Certificate
from perron_web.platform.rows import insert_rows, update_rows

COLUMNS = (
    "campaign_id",
    "place",
    "user_id",
    "generation",
    "since",
    "standing",
    "may_train",
    "direct",
    "below",
)


@dataclass(slots=True)
class Sprout:
    """A branch while the tree is drawn."""

    user: int
    place: str
    since: datetime
    parent: "Sprout | None" = None
    generation: int = 0
    standing: bool = True
    may_train: bool = False
    direct: int = 0
    below: int = 0


@transaction.atomic
def plant_tree(*, campaign: Any) -> int:
    """Draw the tree of a campaign again from its certificates.

    Parameters
    ----------
    campaign : Campaign
        The campaign in scope.

    Returns
    -------
    int
        People in the tree.
    """
    sprouts = draw_tree(
        Certificate.every.filter(campaign=campaign)
        .order_by("pk")
        .values_list("user_id", "trained_by_id", "place", "at", "may_train", "revoked_at")
        .iterator(chunk_size=5000)
    )
    Branch.every.filter(campaign=campaign).update(parent=None)
    Branch.every.filter(campaign=campaign).delete()
    insert_rows(
        Branch,
        COLUMNS,
        (
            (
                *(campaign.pk, one.place, one.user, one.generation, one.since),
                *(one.standing, one.may_train, one.direct, one.below),
            )
            for one in sprouts.values()
        ),
    )
    keys = dict(Branch.every.filter(campaign=campaign).values_list("user_id", "pk"))
    parents = [(keys[one.parent.user], keys[one.user]) for one in sprouts.values() if one.parent]
    update_rows(Branch, ("parent_id",), parents)
    return len(keys)


def mend_trees() -> int:
    """Draw again the trees whose counts no longer add up, as when somebody was erased.

    Returns
    -------
    int
        Trees drawn again.
    """
    mended = 0
    with scopes_disabled():
        campaigns = list(Campaign.objects.filter(pk__in=Branch.every.values("campaign").distinct()))
    for campaign in campaigns:
        with scope(campaign=campaign, places=None):
            if not adds_up():
                plant_tree(campaign=campaign)
                mended += 1
    return mended


def adds_up() -> bool:
    """Say whether the tree of the campaign in scope adds up.

    Returns
    -------
    bool
        Everybody standing is counted once under the first trainers, which are of generation 0.
    """
    roots = Branch.every.filter(parent=None)
    under = roots.aggregate(sum=Sum("below"))["sum"] or 0
    standing = Branch.every.filter(standing=True)
    if roots.filter(generation__gt=0).exists():
        return False
    return bool(under + roots.filter(standing=True).count() == standing.count())


def draw_tree(certificates: Any) -> dict[int, Sprout]:
    """Draw a tree from certificates in the order in which they were given.

    Parameters
    ----------
    certificates : iterable of tuple
        User, trainer or None, place, moment, whether they may train, when it was taken back or None.

    Returns
    -------
    dict of int to Sprout
        By user.
    """
    found: dict[int, Sprout] = {}
    held: set[int] = set()
    certified: set[int] = set()
    able: set[int] = set()
    for user, trainer, place, at, may_train, revoked in certificates:
        above = None
        if trainer is not None and trainer != user:
            above = found.setdefault(trainer, Sprout(trainer, place, at, may_train=True))
        one = found.get(user)
        if one is None:
            one = found[user] = Sprout(user, place, at)
        if one.parent is None and above is not None and not _over(one, above):
            one.parent = above
        certified.add(user)
        if revoked is None:
            held.add(user)
            able |= {user} if may_train else set()
    for user in certified:
        found[user].standing, found[user].may_train = user in held, user in able
    _count(found)
    return found


def _over(one: Sprout, other: Sprout) -> bool:
    """Say whether a branch is the other, or holds it."""
    step: Sprout | None = other
    while step is not None:
        if step is one:
            return True
        step = step.parent
    return False


def _count(found: dict[int, Sprout]) -> None:
    for one in found.values():
        depth, step = 0, one.parent
        while step is not None:
            depth += 1
            if one.standing:
                step.below += 1
                step.direct += depth == 1
            step = step.parent
        one.generation = depth
