"""Recompute a sealed draw from its seed, and say what differs: file, line, found, expected."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perron.errors import BadInputError
from perron.experiments.design.draw import draw_layout
from perron.experiments.design.files import (
    ASSIGNMENT,
    CHECK,
    RECORD,
    UNITS,
    checks_of,
    csv_of,
    digest,
    record_hash,
)
from perron.experiments.design.layout import lay_out
from perron.experiments.design.reading import read_draw
from perron.experiments.design.seal import SealedDraw
from perron.words import Language, Words

MOST_SHOWN = 20
"""Differences told one by one in a file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Parameters
    ----------
    words : Words
        What differs.
    file : str
        In which file.
    line : int or None
        On which line, from 1.
    column : str
        In which column or key.
    found : str
        What stands there.
    expected : str
        What the recomputation gives.
    """

    words: Words
    file: str
    line: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""

    def text(self, lang: Language = "fr") -> str:
        """Return the difference on one line.

        Parameters
        ----------
        lang : {"fr", "en"}
            Language.

        Returns
        -------
        str
            The text.
        """
        expected = Words(self.expected, self.expected) if self.expected else None
        return BadInputError(
            self.words,
            file=self.file,
            line=self.line,
            column=self.column,
            found=self.found,
            expected=expected,
        ).text(lang)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sealed draw is what its seed gives.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    findings : tuple of Finding
        What differs; none: the draw is right.
    more : int
        Differences that are not listed.
    chained : bool
        Whether its place in a ledger was verified too.
    """

    draw: SealedDraw
    findings: tuple[Finding, ...]
    more: int = 0
    chained: bool = False

    @property
    def right(self) -> bool:
        """Whether everything agrees."""
        return not self.findings

    @property
    def words(self) -> Words:
        """The verdict in a sentence."""
        rows = self.draw.record["assignment"]["rows"]
        if self.right:
            return Words(
                f"Right: drawn again from seed {self.draw.seed}, the {rows} units get the arms of the seal.",
                f"Conforme\u00a0: refait avec la graine {self.draw.seed}, le tirage redonne les bras scellés "
                f"des {rows} unités.",
            )
        n = len(self.findings) + self.more
        return Words(
            f"Not right: {n} difference{'s' * (n > 1)} between what is written and what the seed gives.",
            f"Non conforme\u00a0: {n} écart{'s' * (n > 1)} entre ce qui est écrit et ce que donne la graine.",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values.

        Returns
        -------
        dict
            right, record, findings (each in both languages), more, chained.
        """
        return {
            "right": self.right,
            "record": self.draw.hash,
            "words": self.words._asdict(),
            "chained": self.chained,
            "findings": [
                {
                    "file": f.file,
                    "line": f.line,
                    "column": f.column,
                    "found": f.found,
                    "expected": f.expected,
                    "words": f.words._asdict(),
                }
                for f in self.findings
            ],
            "more": self.more,
        }


def verify(path: Path, ledger: Sequence[dict[str, Any]] | None = None) -> Verdict:
    """Verify a sealed draw, in a folder or a .zip.

    Parameters
    ----------
    path : Path
        The draw.
    ledger : sequence of dict, optional
        The records sealed in turn (draw.json each), oldest first: the draw's place among them is verified.

    Returns
    -------
    Verdict
        Right, or what differs.

    Raises
    ------
    BadInputError
        It cannot even be read as a draw.
    """
    return verify_draw(read_draw(path), ledger)


def verify_draw(sealed: SealedDraw, ledger: Sequence[dict[str, Any]] | None = None) -> Verdict:
    """Verify a sealed draw that was read.

    Parameters
    ----------
    sealed : SealedDraw
        The draw.
    ledger : sequence of dict, optional
        As in `verify`.

    Returns
    -------
    Verdict
        Right, or what differs.
    """
    findings = [*_hashes(sealed), *_units(sealed)]
    lines = list(_lines(sealed))
    findings += lines[:MOST_SHOWN]
    if ledger is not None:
        findings += chain_findings(ledger, sealed.record)
    return Verdict(sealed, tuple(findings), max(0, len(lines) - MOST_SHOWN), ledger is not None)


def _hashes(sealed: SealedDraw) -> Iterator[Finding]:
    record = sealed.record
    expected = record_hash(record)
    if record["record"] != expected:
        yield Finding(
            Words("the record was changed after the seal", "le procès-verbal a changé après le scellé"),
            RECORD,
            column="record",
            found=record["record"],
            expected=expected,
        )
    for key, name, data in (
        ("units", UNITS, sealed.units_csv),
        ("assignment", ASSIGNMENT, sealed.assignment_csv),
    ):
        if digest(data) != record[key]["sha256"]:
            yield Finding(
                Words(
                    "this file is not the one that was sealed", "ce fichier n’est pas celui qui a été scellé"
                ),
                name,
                column="sha256",
                found=digest(data),
                expected=record[key]["sha256"],
            )


def _units(sealed: SealedDraw) -> Iterator[Finding]:
    """Find the lines of units.csv that are not those whose short hash stands in assignment.csv."""
    if digest(sealed.units_csv) == sealed.record["units"]["sha256"]:
        return
    rows = [line.split(b",") for line in sealed.assignment_csv.split(b"\n")[1:] if line]
    told = [row[-1].decode(errors="replace") for row in rows]
    lines = [line for line in sealed.units_csv.split(b"\n")[1:] if line]
    found = checks_of(sealed.units_csv)
    kept = set(told)
    shown = 0
    for at, check in enumerate(found):
        if check not in kept and shown < MOST_SHOWN:
            shown += 1
            yield Finding(
                Words(
                    "this unit's line is not the one that was drawn", "cette ligne n’est pas celle du tirage"
                ),
                UNITS,
                at + 2,
                found=lines[at].decode(errors="replace"),
            )
    if len(found) != len(told):
        yield Finding(
            Words("units were added or removed", "des unités ont été ajoutées ou retirées"),
            UNITS,
            column="unit",
            found=str(len(found)),
            expected=str(len(told)),
        )


def _lines(sealed: SealedDraw) -> Iterator[Finding]:
    """Compare assignment.csv, line by line and cell by cell, with the draw made again."""
    try:
        layout = lay_out(sealed.design, sealed.units)
        again = draw_layout(sealed.design, layout, sealed.seed)
    except BadInputError as error:
        yield Finding(error.words, UNITS, error.line, error.column, error.found)
        return
    expected = _rows(csv_of(again))
    written = _rows(sealed.assignment_csv)
    names = expected[0]
    if not written or written[0] != [*names, CHECK]:
        header = ",".join(written[0]) if written else ""
        yield Finding(_OTHER, ASSIGNMENT, 1, found=header, expected=",".join([*names, CHECK]))
        return
    by_unit = {row[0]: row for row in expected[1:]}
    for at, row in enumerate(written[1:], start=2):
        cells = by_unit.pop(row[0] if row else "", None)
        if cells is None or row[:-1] != cells:
            yield _cell(at, row[:-1], cells, names)
    for cells in by_unit.values():
        yield Finding(_ABSENT, ASSIGNMENT, expected=",".join(cells))
    counts = {arm.name: 0 for arm in sealed.design.arms}
    for arm in again.get_column("arm"):
        counts[arm] += 1
    if counts != sealed.record["assignment"]["arms"]:
        yield Finding(
            Words("the counts of the arms differ", "les effectifs des bras diffèrent"),
            RECORD,
            column="assignment.arms",
            found=str(sealed.record["assignment"]["arms"]),
            expected=str(counts),
        )


_OTHER = Words("the draw made again gives something else", "le tirage refait donne autre chose")
_ABSENT = Words("a unit of the draw made again is missing", "il manque une unité du tirage refait")
_STRANGER = Words(
    "this unit is not in units.csv, or is there twice", "unité absente de units.csv, ou en double"
)


def _rows(data: bytes) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(data.decode(errors="replace"))) if row]


def _cell(line: int, found: list[str], expected: list[str] | None, names: list[str]) -> Finding:
    """Name the column where two lines differ, when only one does."""
    if expected is None:
        return Finding(_STRANGER, ASSIGNMENT, line, found=",".join(found))
    differ = [i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b]
    if len(found) == len(expected) and len(differ) == 1:
        at = differ[0]
        return Finding(_OTHER, ASSIGNMENT, line, f"{names[at]}, {found[0]}", found[at], expected[at])
    return Finding(_OTHER, ASSIGNMENT, line, found=",".join(found), expected=",".join(expected))


def chain_findings(ledger: Sequence[dict[str, Any]], record: dict[str, Any] | None = None) -> list[Finding]:
    """Verify a ledger: each record's own hash, and that of the record before it.

    Parameters
    ----------
    ledger : sequence of dict
        Records, oldest first.
    record : dict, optional
        A record that must stand in it, unchanged.

    Returns
    -------
    list of Finding
        What differs.
    """
    found: list[Finding] = []
    before = ""
    for at, entry in enumerate(ledger):
        if record_hash(entry) != entry.get("record"):
            found.append(
                Finding(
                    Words("a record of the ledger was changed", "un procès-verbal du registre a changé"),
                    "ledger",
                    at + 1,
                    "record",
                    str(entry.get("record")),
                    record_hash(entry),
                )
            )
        if entry.get("previous") != before:
            found.append(
                Finding(
                    Words("the chain of the ledger is broken", "la chaîne du registre est rompue"),
                    "ledger",
                    at + 1,
                    "previous",
                    str(entry.get("previous")),
                    before,
                )
            )
        before = str(entry.get("record"))
    if record is not None and record["record"] not in {entry.get("record") for entry in ledger}:
        found.append(
            Finding(
                Words("this draw is not in the ledger", "ce tirage ne figure pas au registre"),
                "ledger",
                column="record",
                found=record["record"],
            )
        )
    return found
