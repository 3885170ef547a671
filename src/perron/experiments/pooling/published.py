"""What randomised experiments have found and published, each figure with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from perron.errors import BadValueError
from perron.words import Words

FILE: Final = Path(__file__).with_name("published.toml")
ESTIMANDS: Final = ("assigned", "allocated", "visited", "contacted")
OUTCOMES: Final = ("turnout", "support", "support_valid", "registered")
COUNTED: Final = {
    "": Words("", ""),
    "bureaux": Words("bureaux", "bureaux"),
    "electors": Words("electors", "électeurs"),
    "dwellings": Words("dwellings", "logements"),
    "experiments": Words("experiments", "expériences"),
}
"""What studies count, in words."""
COUNTRIES: Final = {
    "FR": Words("France", "France"),
    "US": Words("United States", "États-Unis"),
    "GB": Words("United Kingdom", "Royaume-Uni"),
    "EU": Words("Europe", "Europe"),
}
"""Where, in words."""


@dataclass(frozen=True, slots=True)
class Study:
    """One published figure.

    Parameters
    ----------
    key : str
        Short name, unique.
    authors, journal, election : str
        Who, where it was published, and of which election.
    year : int
        Year of publication.
    country : str
        Two letters, ISO 3166; "EU" for several of Europe.
    channel : str
        "visit", "letter"…
    outcome : str
        "turnout", "support", "support_valid" or "registered".
    estimand : {"assigned", "allocated", "visited", "contacted"}
        On whom the effect is.
    source : str
        Page or table.
    via : str
        Where the figure was read, when in another text.
    n : int or None
        How many took part, of what `of` says.
    of : str
        "bureaux", "electors", "dwellings" or "experiments".
    effect, error, low, high : float or None
        In points; None where it was not read.
    note : Words or None
        What must be known to read it.
    """

    key: str
    authors: str
    year: int
    journal: str
    country: str
    election: str
    channel: str
    outcome: str
    estimand: str
    source: str
    via: str = ""
    n: int | None = None
    of: str = ""
    effect: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    note: Words | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the study as plain values, for JSON.

        Returns
        -------
        dict
            By name; the note in both languages.
        """
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return plain | {"note": None if self.note is None else {"en": self.note.en, "fr": self.note.fr}}


def published(outcome: str = "") -> tuple[Study, ...]:
    """Return what has been published.

    Parameters
    ----------
    outcome : str
        Only this outcome; "" for all. "support" also gives effects on valid votes.

    Returns
    -------
    tuple of Study
        Studies, in the order of the file: France first.
    """
    wanted = {outcome, "support_valid"} if outcome == "support" else {outcome}
    return tuple(study for study in _read() if not outcome or study.outcome in wanted)


@cache
def _read() -> tuple[Study, ...]:
    return studies_from(tomllib.loads(FILE.read_text(encoding="utf-8")), file=FILE.name)


def studies_from(content: Mapping[str, Any], *, file: str = "") -> tuple[Study, ...]:
    """Make studies of plain values, as read from TOML.

    Parameters
    ----------
    content : mapping
        A list "study" of tables.
    file : str
        Where it came from, for messages.

    Returns
    -------
    tuple of Study
        The studies.

    Raises
    ------
    BadValueError
        A study without source, named twice, or with figures that contradict each other.
    """
    found: dict[str, Study] = {}
    for place, row in enumerate(content.get("study", ()), start=1):
        note = row.get("note")
        try:
            study = Study(**{**row, "note": None if note is None else Words(note["en"], note["fr"])})
        except (TypeError, KeyError) as error:
            raise _wrong(file, str(row.get("key", place)), str(error)) from error
        _check(study, found, file)
        found[study.key] = study
    return tuple(found.values())


def _check(study: Study, found: Mapping[str, Study], file: str) -> None:
    ends = (study.low, study.high)
    good = {
        "key": study.key and study.key not in found,
        "source": bool(study.source.strip()),
        "outcome": study.outcome in OUTCOMES,
        "of": study.of in COUNTED and (study.n is None or (study.n > 0 and bool(study.of))),
        "country": study.country in COUNTRIES,
        "estimand": study.estimand in ESTIMANDS,
        "error": study.error is None or (study.error > 0 and study.effect is not None),
        "low, high": ends == (None, None)
        or (
            study.low is not None
            and study.high is not None
            and study.low <= (study.effect or 0) <= study.high
        ),
        "note": study.effect is not None or study.note is not None,
    }
    for name, right in good.items():
        if not right:
            raise _wrong(file, study.key, name)


def _wrong(file: str, key: str, found: str) -> BadValueError:
    return BadValueError(
        Words("a published figure is not whole", "un chiffre publié est incomplet"),
        file=file,
        column=key,
        found=found,
        expected=Words("a figure with its source", "un chiffre avec sa source"),
    )
