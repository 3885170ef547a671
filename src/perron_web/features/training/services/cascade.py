"""The tree of who trained whom, kept as certificates come and go: depth, children, size of each branch."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F

from perron_web.features.training.models import Branch, Certificate, TrainingGoal

MANY: Final = 2000
"""Branches moved at a time."""


@transaction.atomic
def grow_tree(*, certificate: Certificate) -> Branch:
    """Put the holder of a new certificate in the tree, under whoever trained them first.

    Parameters
    ----------
    certificate : Certificate
        A certificate just given.

    Returns
    -------
    Branch
        The holder's branch.
    """
    _hold(certificate.campaign)
    trainer = _branch_of_trainer(certificate)
    generation = trainer.generation + 1 if trainer else 0
    mine = {"campaign": certificate.campaign, "user_id": certificate.user_id}
    first = {"place": certificate.place, "since": certificate.at, "generation": generation}
    found = Branch.every.get_or_create(
        **mine, defaults={**first, "parent": trainer, "may_train": certificate.may_train}
    )
    branch: Branch = found[0]
    made: bool = found[1]
    if made:
        _add(branch, 1)
        return branch
    if branch.parent_id is None and trainer is not None and not _under(trainer, branch):
        _hang(branch, trainer)
    _look_again(branch)
    return branch


@transaction.atomic
def prune_tree(*, certificate: Certificate) -> None:
    """Look at a branch again once a certificate was taken back; what grew under it stays.

    Parameters
    ----------
    certificate : Certificate
        The certificate, taken back already.
    """
    _hold(certificate.campaign)
    branch = Branch.every.filter(campaign=certificate.campaign, user=certificate.user_id).first()
    if branch is not None:
        _look_again(branch)


def _look_again(branch: Branch) -> None:
    """Say from the certificates held today whether a person stands in the tree and may train."""
    left = Certificate.every.filter(campaign=branch.campaign, user=branch.user_id, revoked_at=None)
    may = list(left.values_list("may_train", flat=True))
    was, branch.standing, branch.may_train = branch.standing, bool(may), any(may)
    branch.save(update_fields=["may_train", "standing"])
    if was != branch.standing:
        _add(branch, 1 if branch.standing else -1)


def _hold(campaign: Any) -> None:
    """Let one change of the tree wait for the other: two at once would count the same people twice."""
    TrainingGoal.objects.get_or_create(campaign=campaign)
    TrainingGoal.objects.select_for_update().get(campaign=campaign)


def _branch_of_trainer(certificate: Certificate) -> Branch | None:
    """Return the branch of whoever trained; the first trainers have none until they train somebody."""
    if certificate.trained_by_id is None or certificate.trained_by_id == certificate.user_id:
        return None
    found: tuple[Branch, bool] = Branch.every.get_or_create(
        campaign=certificate.campaign,
        user_id=certificate.trained_by_id,
        defaults={"place": certificate.place, "since": certificate.at, "may_train": True},
    )
    return found[0]


def _above(branch: Branch) -> list[int]:
    """Return the keys of the branches above one, the nearest first."""
    found: list[int] = []
    key = branch.parent_id
    while key is not None and key not in found:
        found.append(key)
        key = Branch.every.filter(pk=key).values_list("parent_id", flat=True).first()
    return found


def _under(branch: Branch, other: Branch) -> bool:
    return branch.pk == other.pk or other.pk in _above(branch)


def _add(branch: Branch, people: int, *, direct: int | None = None) -> None:
    """Count people more or fewer in the branches above one."""
    Branch.every.filter(pk__in=_above(branch)).update(below=F("below") + people)
    Branch.every.filter(pk=branch.parent_id).update(
        direct=F("direct") + (people if direct is None else direct)
    )


def _hang(branch: Branch, trainer: Branch) -> None:
    """Hang a branch without trainer, and what grew under it, below its trainer."""
    deeper = trainer.generation + 1 - branch.generation
    keys = [branch.pk]
    while keys:
        below: list[int] = []
        for start in range(0, len(keys), MANY):
            part = Branch.every.filter(pk__in=keys[start : start + MANY])
            part.update(generation=F("generation") + deeper)
            below += Branch.every.filter(parent__in=keys[start : start + MANY]).values_list("pk", flat=True)
        keys = below
    branch.parent, branch.generation = trainer, trainer.generation + 1
    branch.save(update_fields=["parent"])
    _add(branch, branch.below + branch.standing, direct=int(branch.standing))
