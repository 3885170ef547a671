"""The algebra: 201 new, 200 there already, 409 another body under the same UUID, 422 cannot be."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django_scopes import scope, scopes_disabled

from perron_web.features.canvassing.choices import Aside
from perron_web.features.canvassing.models import Batch, Conflict, ConsentText, Report
from perron_web.features.canvassing.queries.senders import Known, Sender, other_turfs, outing_places
from perron_web.features.canvassing.rules.bodies import Fault, fault, read_bodies
from perron_web.features.canvassing.rules.clocks import Clock, read_clock
from perron_web.features.canvassing.rules.digests import ERASED, digests
from perron_web.features.canvassing.services.receiving.postgresql import put_postgresql
from perron_web.features.canvassing.services.receiving.rows import Sending, report_row, talk_rows
from perron_web.features.canvassing.services.receiving.sqlite import put_sqlite

CREATED, SEEN, CONFLICT, REFUSED = 201, 200, 409, 422


@dataclass(slots=True)
class Answer:
    """What became of one report."""

    id: str | None
    status: int = REFUSED
    errors: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as phones read it."""
        told = {"id": self.id, "status": self.status}
        return {**told, "errors": self.errors} if self.errors else told


@dataclass(slots=True)
class _Item:
    """A body that can be stored, and its answer."""

    body: dict[str, Any]
    digest: bytes
    answer: Answer


def receive_reports(
    *, sender: Sender, reports: Sequence[Any], sent_at: datetime, received_at: datetime
) -> list[Answer]:
    """Store reports, each once, with the receipt of the sending: durable when this returns.

    Parameters
    ----------
    sender : Sender
        The phone and its person, or the paper.
    reports : sequence
        Bodies as parsed from JSON.
    sent_at : datetime
        The sender's clock as it sends; aware.
    received_at : datetime
        The server's clock; aware.

    Returns
    -------
    list of Answer
        One for each, in their order.
    """
    if not reports:
        return []
    answers, items = _read(sender, reports)
    known = _known_turfs(sender, items)
    outings = _known_outings(sender, items)
    items = _checked(sender, items, known, outings)
    first: dict[str, _Item] = {}
    for item in items:
        first.setdefault(item.body["id"], item)
    clock = read_clock(sent_at, received_at)
    refused = len(answers) - len(items)
    _store(_Work(sender, clock, known, outings), list(first.values()), items, refused)
    return answers


@dataclass(frozen=True, slots=True)
class _Work:
    """What every report of a sending shares."""

    sender: Sender
    clock: Clock
    turfs: dict[int, Known]
    outings: dict[int, str]


def _read(sender: Sender, reports: Sequence[Any]) -> tuple[list[Answer], list[_Item]]:
    read = read_bodies(list(reports))
    good = [rank for rank, body in enumerate(read) if isinstance(body, dict)]
    marks = dict(zip(good, digests(sender.campaign, [reports[rank] for rank in good]), strict=True))
    answers, items = [], []
    for rank, body in enumerate(read):
        if isinstance(body, dict):
            answer = Answer(body["id"])
            items.append(_Item(body, marks[rank], answer))
        else:
            given = reports[rank].get("id") if isinstance(reports[rank], dict) else None
            answer = Answer(given[:64] if isinstance(given, str) else None, errors=body)
        answers.append(answer)
    return answers, items


def _known_turfs(sender: Sender, items: Iterable[_Item]) -> dict[int, Known]:
    """Return the turfs spoken of that are of the campaign."""
    spoken = {turf for item in items if (turf := item.body.get("turf"))}
    missing = spoken - sender.turfs.keys()
    if not missing:
        return sender.turfs
    with scope(campaign=sender.campaign, places=None):
        sender.turfs.update(other_turfs(sender, missing))
    return sender.turfs


def _known_outings(sender: Sender, items: Iterable[_Item]) -> dict[int, str]:
    """Return the outings spoken of that are of the campaign; those of turfs in hand are known to be."""
    known, missing = dict.fromkeys(sender.outings, ""), set()
    for item in items:
        outing = item.body.get("outing")
        if outing and (outing not in known or not item.body.get("turf")):
            missing.add(outing)
    if not missing:
        return known
    with scope(campaign=sender.campaign, places=None):
        return known | outing_places(missing)


def _checked(
    sender: Sender, items: list[_Item], known: dict[int, Known], outings: dict[int, str]
) -> list[_Item]:
    """Refuse what speaks of things that are not of the campaign."""
    texts = sender.texts
    if texts is None and any(item.body.get("consent") for item in items):
        with scope(campaign=sender.campaign, places=None):
            texts = frozenset(ConsentText.objects.values_list("pk", flat=True))
    kept = []
    for item in items:
        get = item.body.get
        if (turf := get("turf")) and turf not in known:
            item.answer.errors.append(fault("turf", "a turf of this campaign", turf))
        if (outing := get("outing")) and outing not in outings:
            item.answer.errors.append(fault("outing", "an outing of this campaign", outing))
        if (consent := get("consent")) and consent["text"] not in (texts or ()):
            item.answer.errors.append(fault("consent.text", "a text of this campaign", consent["text"]))
        if not item.answer.errors:
            kept.append(item)
    return kept


def _store(work: _Work, first: list[_Item], items: list[_Item], refused: int) -> None:
    """Store the first body of each UUID; one that the database cannot take does not stop its neighbours."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            receipt, created = _put(work, first, refused)
    except (DataError, IntegrityError) as error:
        if len(first) == 1:
            for item in items:
                item.answer.errors.append(fault("", "a report that can be stored", type(error).__name__))
            return
        for item in first:
            twins = [one for one in items if one.body["id"] == item.body["id"]]
            _store(work, [item], twins, 0)
        return
    if created is None and len(first) == len(items):
        for item in items:
            item.answer.status = CREATED
        return
    _compare(work, first, items, receipt, created)


def _put(work: _Work, items: list[_Item], refused: int) -> tuple[int, set[str] | None]:
    sending = Sending(
        work.sender, work.clock.received_at, [], [], [], _touched(work, items), len(items), refused
    )
    for item in sorted(items, key=lambda one: str(one.body["id"])):
        body = item.body
        place, aside = _filed(work, body)
        row = report_row(body, clock=work.clock, place=place, aside=aside, digest=item.digest)
        sending.reports.append(row)
        if body["kind"] == "talk":
            talk, consent = talk_rows(body)
            sending.talks.append(talk)
            if consent:
                sending.consents.append(consent)
    return put_postgresql(sending) if connection.vendor == "postgresql" else put_sqlite(sending)


def _filed(work: _Work, body: dict[str, Any]) -> tuple[str, str]:
    """Return where a report is filed, and why it does not count."""
    sender, turf = work.sender, work.turfs.get(body.get("turf") or 0)
    place = turf.place if turf else work.outings.get(body.get("outing") or 0, sender.place)
    if sender.phone is None:
        return place, ""
    if not sender.member:
        return place, Aside.ACCESS_ENDED.value
    return place, Aside.NOT_HELD.value if turf and not turf.held else ""


def _touched(work: _Work, items: Iterable[_Item]) -> list[int]:
    """Return the turfs whose figures change: those spoken of, and those of the reports taken back."""
    turfs = {turf for item in items if (turf := item.body.get("turf"))}
    undone = [item.body["undoes"] for item in items if item.body["kind"] == "undo"]
    if undone:
        with scope(campaign=work.sender.campaign, places=None):
            rows = Report.every.filter(pk__in=undone, turf__isnull=False)
            turfs |= set(rows.values_list("turf_id", flat=True))
    return sorted(turfs)


def _compare(
    work: _Work, first: list[_Item], items: list[_Item], receipt: int, created: set[str] | None
) -> None:
    """Tell repeats from other bodies under a known UUID; the latter are kept aside."""
    fresh = {item.body["id"] for item in first} if created is None else created
    stored = {item.body["id"]: item.digest for item in first if item.body["id"] in fresh}
    wanted = [item.body["id"] for item in first if item.body["id"] not in fresh]
    with scopes_disabled():  # a UUID of another campaign is another report: its digest differs
        found = Report.every.filter(pk__in=wanted).values_list("pk", "digest")
        stored |= {str(pk): bytes(digest) for pk, digest in found}
    told: set[str] = set()
    apart = []
    for item in items:
        name = item.body["id"]
        if name in fresh and name not in told:
            item.answer.status = CREATED
        elif stored.get(name) in (item.digest, ERASED):
            item.answer.status = SEEN
        else:
            item.answer.status = CONFLICT
            apart.append(item)
        told.add(name)
    if apart:
        _keep_aside(work, apart)
    if apart or len(items) != len(first):
        seen = sum(item.answer.status == SEEN for item in items)
        with scopes_disabled():
            Batch.objects.filter(pk=receipt).update(seen=seen, conflicts=len(apart))


def _keep_aside(work: _Work, items: Iterable[_Item]) -> None:
    sender = work.sender
    rows = [
        Conflict(
            campaign_id=sender.campaign,
            place=_filed(work, item.body)[0],
            report_id=UUID(item.body["id"]),
            phone_id=sender.phone,
            user_id=sender.user,
            body={**item.body, "at": item.body["at"].isoformat(), **_consent_at(item.body)},
            digest=item.digest,
            received_at=work.clock.received_at,
        )
        for item in items
    ]
    with scopes_disabled():
        Conflict.objects.bulk_create(rows, ignore_conflicts=True)


def _consent_at(body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("consent")
    return {"consent": {**given, "at": given["at"].isoformat()}} if given else {}
