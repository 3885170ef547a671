"""Counts as a file: the one to fill in, and the one that an evaluation reads."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.evaluation.choices import CountUnit
from perron_web.features.evaluation.models import Count, CountSheet
from perron_web.features.experiments.choices import State, UnitKind
from perron_web.features.experiments.models import Unit
from perron_web.features.territory.models import Bureau
from perron_web.platform.files.download import harmless
from perron_web.platform.providers import Choice, provides

HEAD = ("registered", "voters", "valid")


def sheet_csv(sheet: CountSheet, *, here: bool = False) -> bytes:
    """Write counts as the file that `perron evaluate --counts` reads: always the same bytes.

    Parameters
    ----------
    sheet : CountSheet
        The counts.
    here : bool
        Whether to keep those of the places in scope only: what a person is given, to be opened in a
        spreadsheet.

    Returns
    -------
    bytes
        CSV, units in order; its SHA-256 is the sheet's when it is whole.
    """
    rows = (Count.objects if here else Count.every).filter(sheet=sheet).order_by("key")
    written = harmless if here else str
    return rows_csv(
        sheet.unit,
        (
            (row.key, row.registered, row.voters, row.valid, {written(k): n for k, n in row.votes.items()})
            for row in rows
        ),
    )


def rows_csv(unit: str, rows: Iterable[tuple[str, int, int, int | None, dict[str, int]]]) -> bytes:
    """Write counts as a file.

    Parameters
    ----------
    unit : {"bureau", "building"}
        What a row is about.
    rows : iterable of tuple
        Key, registered, voters, valid or None, votes by list.

    Returns
    -------
    bytes
        CSV; columns that hold nothing are left out.
    """
    found = sorted(rows, key=lambda row: row[0])
    lists = sorted({name for row in found for name in row[4]})
    known = any(row[3] is not None for row in found)
    head = HEAD if known else HEAD[:2]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([unit, *head, *lists])
    for key, registered, voters, valid, votes in found:
        counts = [registered, voters, *([valid] if known else [])]
        writer.writerow([key, *counts, *(votes.get(name, "") for name in lists)])
    return text.getvalue().encode()


def blank_csv(unit: str, lists: Iterable[str] = ()) -> bytes:
    """Write the file to fill in: every unit in scope, with its registered where they are known.

    Parameters
    ----------
    unit : {"bureau", "building"}
        What a row is about.
    lists : iterable of str
        Names of lists; empty for turnout only.

    Returns
    -------
    bytes
        CSV for a spreadsheet, with its mark.
    """
    names = list(lists)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([unit, "inscrits", "votants", *(["exprimes", *names] if names else [])])
    for key, registered in known_units(unit, here=True).items():
        writer.writerow([key, "" if registered is None else registered, ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def known_units(unit: str, *, here: bool = False) -> dict[str, int | None]:
    """Return what counts may be about.

    Parameters
    ----------
    unit : {"bureau", "building"}
        Bureaux of the current boundaries, or buildings of sealed draws.
    here : bool
        Whether to keep the buildings of the places in scope only.

    Returns
    -------
    dict
        Key to registered electors, None where unknown; in order.
    """
    if unit == CountUnit.BUREAU:
        rows = Bureau.objects.filter(boundary_set__current=True).order_by("code")
        return dict(rows.values_list("code", "registered"))
    drawn = (
        (Unit.objects if here else Unit.every)
        .filter(experiment__unit__in=(UnitKind.BUILDING, UnitKind.STREET))
        .exclude(experiment__state=State.DRAFT)
    )
    return dict.fromkeys(drawn.order_by("key").values_list("key", flat=True).distinct())


@provides("counts.choices")
def counted_choices() -> list[Choice]:
    """Return the lists of the commune's own counts, so that they are given a side like any other.

    Returns
    -------
    list of Choice
        Election, list, votes.
    """
    totals: dict[tuple[str, str], int] = {}
    rows: Any = Count.every.exclude(votes={}).values_list("sheet__election", "votes")
    for election, votes in rows:
        for name, count in votes.items():
            totals[election, name] = totals.get((election, name), 0) + count
    return [Choice(election, name, "", votes) for (election, name), votes in totals.items()]


def known_sides(election: str, names: Iterable[str]) -> dict[str, str]:
    """Return the side that lists were given already, at this vote or at the last one that had them.

    Parameters
    ----------
    election : str
        Identifier of the vote.
    names : iterable of str
        Lists.

    Returns
    -------
    dict
        List to side; lists never placed are left out.
    """
    rows = BlocChoice.objects.filter(choice__in=list(names)).order_by("election")
    found = {row.choice: row.side for row in rows}
    return found | {row.choice: row.side for row in rows if row.election == election}
