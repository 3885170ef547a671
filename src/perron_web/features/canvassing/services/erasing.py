"""Erasing what was told at a door: talks with their proofs of consent; the visits stay, without them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from perron_web.features.canvassing.models import Conflict, Consent, Report, Talk
from perron_web.features.canvassing.rules.digests import ERASED
from perron_web.platform.audit.services import record

DOOR = ("address", "stair", "floor", "door")


@transaction.atomic
def erase_told(*, report: Report, by: Any) -> int:
    """Erase whatever was told at the door of a report, on request; the journal keeps counts only.

    Parameters
    ----------
    report : Report
        A visit at that door, in reach of the person.
    by : User
        Who erases.

    Returns
    -------
    int
        Talks that went.
    """
    door = {name: getattr(report, name) for name in DOOR}
    here = Report.every.filter(**door).values("pk")
    same = Q(**{f"report__{name}": told for name, told in door.items()})
    talks = Talk.objects.filter(same | Q(report__address=report.address, visit__in=here))
    second = Conflict.objects.filter(body__kind="talk", body__address=report.address)
    place = (report.stair, report.floor, report.door)
    keys = list(talks.values_list("pk", flat=True))
    apart = [
        pk
        for pk, of, body in second.values_list("pk", "report_id", "body")
        if of in keys or (body.get("stair") or "", body.get("floor"), body.get("door") or "") == place
    ]
    gone = forget_talks(keys=keys, apart=apart)
    record(action="canvassing.erase_told", target=report, by=by, **gone)
    return int(gone["talks"])


def forget_talks(*, keys: Sequence[Any], apart: Sequence[Any]) -> dict[str, Any]:
    """Delete talks and proofs of the scope in force, and empty the digests by which they could be guessed.

    Parameters
    ----------
    keys : sequence
        Keys of the reports that told of them.
    apart : sequence
        Keys of the conflicts that hold other bodies of talks.

    Returns
    -------
    dict of str to int
        How many talks, consents and conflicts went.
    """
    write_over()
    gone = {
        "talks": Talk.objects.filter(pk__in=keys).delete()[0],
        "consents": Consent.objects.filter(pk__in=keys).delete()[0],
        "conflicts": Conflict.objects.filter(pk__in=apart).delete()[0],
    }
    Report.every.filter(pk__in=keys).update(digest=ERASED)
    return gone


def write_over() -> None:
    """Have SQLite write zeros where rows were, so that its file does not hold them either."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
