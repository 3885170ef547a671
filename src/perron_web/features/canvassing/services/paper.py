"""Lists on paper: entered through the door that phones come in by, and reconciled with them door by door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.canvassing.choices import Aside, Kind, Outcome, Receipt, Source
from perron_web.features.canvassing.models import Batch, Report, Review
from perron_web.features.canvassing.queries.senders import Known, Sender
from perron_web.features.canvassing.rules.paper import KINDS
from perron_web.features.canvassing.rules.tallies import Door
from perron_web.features.canvassing.services.receiving import Answer, receive_reports
from perron_web.features.turfs.models import Holding, Turf
from perron_web.platform.audit.services import record

SOURCES = (Source.PHONE.value, Source.PAPER.value)


def enter_paper(
    *,
    holding: Holding,
    reports: Sequence[Any],
    sent_at: datetime,
    by: Any,
    received_at: datetime | None = None,
) -> list[Answer]:
    """Store what was entered from a list on paper, each report once.

    Parameters
    ----------
    holding : Holding
        Whose list, in reach of the person, with its turf.
    reports : sequence
        Bodies as parsed from JSON: visits, ways in, and what is taken back.
    sent_at : datetime
        The clock of whoever enters; aware.
    by : User
        Who enters.
    received_at : datetime or None
        The server's clock; now when not given.

    Returns
    -------
    list of Answer
        One for each, in their order, as a phone would have them.
    """
    turf = holding.turf
    filed = [_filed(report, holding) for report in reports]
    sender = Sender(
        campaign=holding.campaign_id,
        user=by.pk,
        source=Source.PAPER.value,
        place=turf.place,
        turfs={turf.pk: Known(turf.place, held=True, holds=holding.ended_at is None)},
    )
    answers = receive_reports(
        sender=sender, reports=filed, sent_at=sent_at, received_at=received_at or timezone.now()
    )
    if not holding.on_paper and any(answer.status == 201 for answer in answers):
        Holding.every.filter(pk=holding.pk).update(on_paper=True)
    return answers


def _filed(report: Any, holding: Holding) -> Any:
    """Return a body under the turf and outing of its list; what paper cannot tell becomes unreadable."""
    if not isinstance(report, dict) or report.get("kind") not in KINDS:
        return {"id": report.get("id"), "kind": "paper"} if isinstance(report, dict) else report
    return {**report, "turf": holding.turf_id, "outing": holding.outing_id}


@transaction.atomic
def choose_source(*, turf: Turf, doors: Sequence[Door], source: str, reason: str, by: Any) -> int:
    """Let phone or paper stand for some doors; what the other told is set aside, never deleted.

    Somebody who asked not to be called on again stays so, whoever told it: only a review sets that aside.

    Parameters
    ----------
    turf : Turf
        The turf, in reach of the person.
    doors : sequence of Door
        Doors told of by both.
    source : {"phone", "paper"}
        Which stands.
    reason : str
        Why, as it stays written.
    by : User
        Who chooses.

    Returns
    -------
    int
        Reports set aside or taken up again.

    Raises
    ------
    PerronError
        No reason, no door, or no such source.
    """
    reason = reason.strip()
    if not reason or not doors or source not in SOURCES:
        raise PerronError(Words("Choose doors, and say why.", "Choisissez des portes, et dites pourquoi."))
    told = Report.every.filter(_at(doors), turf=turf, kind=Kind.VISIT)
    away = told.filter(aside="").exclude(source=source).exclude(outcome=Outcome.NEVER)
    back = told.filter(aside=Aside.PAPER, source=source)
    aside, taken_up = list(away.values_list("pk", flat=True)), list(back.values_list("pk", flat=True))
    if not aside and not taken_up:
        return 0
    Report.every.filter(pk__in=aside).update(aside=Aside.PAPER)
    Report.every.filter(pk__in=taken_up).update(aside="")
    shared = {"campaign_id": turf.campaign_id}
    Review.objects.create(
        **shared,
        place=turf.place,
        turf=turf,
        reason=reason[:300],
        count=len(aside),
        reports=[str(pk) for pk in aside],
        by=by,
    )
    Batch.objects.create(**shared, kind=Receipt.REVIEW, user=by, turfs=[turf.pk])
    record(action="paper.choose", target=turf, by=by, source=source, aside=len(aside), taken_up=len(taken_up))
    return len(aside) + len(taken_up)


def _at(doors: Sequence[Door]) -> Q:
    """Return the condition "at one of these doors"."""
    found = Q(pk__in=[])
    for address, stair, floor, door in doors:
        found |= Q(address=address, stair=stair, floor=floor, door=door)
    return found
