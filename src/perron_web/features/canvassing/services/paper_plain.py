"""A whole list entered at once, by a plain form: what pages without script send."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone

from perron_web.features.canvassing.rules.paper import OUTCOMES, PaperDoor, PaperStop, Span
from perron_web.features.canvassing.services.paper import enter_paper
from perron_web.features.turfs.models import Holding


def enter_plain(
    *, holding: Holding, stops: Sequence[PaperStop], span: Span, asked: Mapping[str, str], by: Any
) -> int:
    """Store the lines of a list that were filled in or changed.

    Parameters
    ----------
    holding : Holding
        Whose list.
    stops : sequence of PaperStop
        Its doors, with what was entered before.
    span : Span
        When it was walked.
    asked : mapping of str to str
        Outcome by line, such as {"porte-3": "absent"}.
    by : User
        Who enters.

    Returns
    -------
    int
        Lines stored.
    """
    doors = [door for stop in stops for door in stop.doors]
    changed = [(door, asked.get(f"porte-{door.rank}", "")) for door in doors]
    changed = [(door, said) for door, said in changed if said in OUTCOMES and said != door.outcome]
    now = timezone.now()
    seq = asked.get("seq", "")
    first = int(seq) if seq.isdecimal() and len(seq) < 9 else 1
    reports = [
        _visit(holding.pk, door, said, seq=first + place, at=_at(span, door.rank, len(doors)))
        for place, (door, said) in enumerate(changed)
    ]
    answers = enter_paper(holding=holding, reports=reports, sent_at=now, by=by, received_at=now)
    return sum(answer.status == 201 for answer in answers)


def _at(span: Span, rank: int, lines: int) -> str:
    return (span.start + (span.end - span.start) * ((rank + 0.5) / lines)).isoformat()


def _visit(holding: int, door: PaperDoor, said: str, *, seq: int, at: str) -> dict[str, Any]:
    address, stair, floor, name = door.door
    return {
        "id": str(
            uuid5(NAMESPACE_OID, f"{holding}/{door.door}/{said}/{seq}")
        ),  # the same form, the same report
        "kind": "visit",
        "seq": max(1, seq),
        "at": at,
        "address": address,
        "stair": stair,
        "floor": floor,
        "door": name,
        "outcome": said,
    }
