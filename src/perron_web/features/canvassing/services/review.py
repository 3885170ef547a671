"""Decisions of a review: reports set aside with a reason, taken up again; nothing is deleted."""

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.canvassing.choices import Aside, Receipt
from perron_web.features.canvassing.models import Batch, Conflict, Phone, Report, Review
from perron_web.features.canvassing.rules.review import common_place
from perron_web.features.teams.models import Outing
from perron_web.features.turfs.models import Turf
from perron_web.platform.audit.services import record

MANY: Final = 1000
"""Reports changed in one statement."""
OUTSIDE: Final = (Aside.NOT_HELD, Aside.ACCESS_ENDED)
WHY = Words("Say why: it stays written.", "Dites pourquoi\u00a0: cela reste écrit.")
NOTHING = Words("No report counts here any more.", "Plus aucun passage ne compte ici.")
LIFTED = Words("These reports count again already.", "Ces passages comptent déjà de nouveau.")


@transaction.atomic
def set_aside(
    *,
    campaign: Any,
    chosen: Q,
    reason: str,
    by: Any,
    turf: Turf | None = None,
    phone: Phone | None = None,
    outing: Outing | None = None,
) -> Review:
    """Set reports aside: they are kept, and count neither in states nor in figures.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    chosen : Q
        Which reports, among those of the places in scope.
    reason : str
        Why; it stays written.
    by : User
        Who decides.
    turf : Turf or None
        The turf reviewed.
    phone : Phone or None
        The phone reviewed.
    outing : Outing or None
        The outing reviewed.

    Returns
    -------
    Review
        The decision.

    Raises
    ------
    PerronError
        No reason, or no report that counts.
    """
    if not reason.strip():
        raise PerronError(WHY)
    rows = list(Report.objects.filter(chosen, aside="").order_by("pk").values_list("pk", "place", "turf_id"))
    if not rows:
        raise PerronError(NOTHING)
    _mark([row[0] for row in rows], Aside.REVIEW, before="")
    review: Review = Review.objects.create(
        campaign=campaign,
        place=common_place(row[1] for row in rows),
        turf=turf,
        phone=phone,
        outing=outing,
        reason=reason.strip()[:300],
        count=len(rows),
        reports=[str(row[0]) for row in rows],
        by=by,
    )
    _correct(campaign, {row[2] for row in rows}, by)
    record(action="canvassing.set_aside", target=review, by=by, campaign=campaign, reports=len(rows))
    return review


@transaction.atomic
def lift_review(*, review: Review, by: Any) -> int:
    """Take a decision back: its reports count again.

    Parameters
    ----------
    review : Review
        The decision.
    by : User
        Who takes it back.

    Returns
    -------
    int
        Reports that count again.

    Raises
    ------
    PerronError
        It was taken back already.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.lifted_at is not None:
        raise PerronError(LIFTED)
    keys = [UUID(one) for one in review.reports]
    turfs = _turfs_of(keys)
    back = sum(_mark(keys, "", before=aside) for aside in (Aside.REVIEW, Aside.PAPER))
    review.lifted_at, review.lifted_by = timezone.now(), by
    review.save(update_fields=["lifted_at", "lifted_by"])
    _correct(review.campaign, turfs, by)
    record(action="canvassing.lift_review", target=review, by=by, reports=back)
    return back


@transaction.atomic
def take_in(*, campaign: Any, chosen: Q, by: Any) -> int:
    """Let reports count that came from a turf not held, or after somebody's access had ended.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    chosen : Q
        Which reports, among those of the places in scope.
    by : User
        Who decides.

    Returns
    -------
    int
        Reports that count from now on.
    """
    rows = list(Report.objects.filter(chosen, aside__in=OUTSIDE).values_list("pk", "turf_id"))
    for kind in OUTSIDE:
        _mark([row[0] for row in rows], "", before=kind)
    if rows:
        _correct(campaign, {row[1] for row in rows}, by)
        record(action="canvassing.take_in", by=by, campaign=campaign, reports=len(rows))
    return len(rows)


@transaction.atomic
def resolve_conflict(*, conflict: Conflict, by: Any) -> Conflict:
    """Note that a second body was looked at: the first stands, the second stays kept.

    Parameters
    ----------
    conflict : Conflict
        The second body.
    by : User
        Who looked.

    Returns
    -------
    Conflict
        The same row.
    """
    conflict.resolved_at, conflict.resolved_by = timezone.now(), by
    conflict.save(update_fields=["resolved_at", "resolved_by"])
    record(action="canvassing.resolve_conflict", target=conflict, by=by)
    return conflict


def _of(keys: list[UUID]) -> Any:
    return Report.every.filter(pk__in=keys)


def _mark(keys: list[UUID], aside: str, *, before: str) -> int:
    """Write why reports do not count, on those that are as expected."""
    changed = 0
    for start in range(0, len(keys), MANY):
        changed += _of(keys[start : start + MANY]).filter(aside=before).update(aside=aside)
    return changed


def _correct(campaign: Any, turfs: set[int | None], by: Any) -> None:
    """Leave a receipt, so that the tally counts the touched turfs again."""
    touched: list[int | None] = [*sorted(turf for turf in turfs if turf is not None)]
    touched += [None] if None in turfs else []  # reports of no turf are counted again together
    Batch.objects.create(campaign=campaign, kind=Receipt.REVIEW, user=by, turfs=touched, tallied=False)


def _turfs_of(keys: list[UUID]) -> set[int | None]:
    found: set[int | None] = set()
    for start in range(0, len(keys), MANY):
        found |= set(_of(keys[start : start + MANY]).values_list("turf_id", flat=True))
    return found
