"""The record of a trial that runs: its seed is promised by a hash before, told at the end."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from perron.errors import BadInputError
from perron.experiments.design.files import digest, record_hash
from perron.experiments.design.law import check_seed
from perron.experiments.design.seal import check_who, program_version
from perron.experiments.design.sequential import Came, Trial, verify_came
from perron.experiments.design.verdict import Finding
from perron.words import Words

FORMAT: Final = "trial/1"
TRIAL, CAME = "trial.json", "units.csv"
_HEADER = ("number", "unit", "stratum", "arm", "at")


def promise(seed: int) -> str:
    """Return what is told of a seed before it may be known.

    Parameters
    ----------
    seed : int
        The seed.

    Returns
    -------
    str
        SHA-256 of its decimal digits.
    """
    check_seed(seed)
    return digest(str(seed).encode())


def seal_trial(
    trial: Trial, seed: int, *, name: str, by: str, at: datetime, previous: str = "", **about: Any
) -> dict[str, Any]:
    """Seal a trial before its first unit comes.

    Parameters
    ----------
    trial : Trial
        The trial.
    seed : int
        Its seed: only its promise is in the record, since whoever knows it knows which arm comes next.
    name : str
        Name of the trial.
    by : str
        Who seals.
    at : datetime
        When, with its time zone.
    previous : str
        Record hash of the draw sealed before this one in the same ledger; empty for the first.
    **about : object
        What else is announced: unit, outcome, words of the arms.

    Returns
    -------
    dict
        The record, with its own hash.

    Raises
    ------
    BadInputError
        A name is missing, or the time has no zone.
    """
    check_who(name, by, at, previous)
    record = {
        "perron": FORMAT,
        "version": program_version(),
        "name": name,
        "trial": trial.to_dict(),
        "about": about,
        "promise": promise(seed),
        "sealed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "sealed_by": by,
        "previous": previous,
    }
    return {**record, "record": record_hash(record)}


def files_of(record: dict[str, Any], came: Sequence[tuple[Came, str]], seed: int | None) -> dict[str, bytes]:
    """Return the files of a trial, for whoever wants to verify it.

    Parameters
    ----------
    record : dict
        What `seal_trial` returned.
    came : sequence of (Came, str)
        Units in the order they came, and when.
    seed : int or None
        The seed, once the trial is closed.

    Returns
    -------
    dict of str to bytes
        trial.json (record, and seed or null) and units.csv.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_HEADER)
    table.writerows((i, one.unit, one.stratum, one.arm, at) for i, (one, at) in enumerate(came))
    told = {"record": record, "seed": seed}
    return {
        TRIAL: orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n",
        CAME: written.getvalue().encode(),
    }


def verify_trial(files: dict[str, bytes]) -> list[Finding]:
    """Verify a trial from its files: the record, the promise of the seed, the arm of every unit.

    Parameters
    ----------
    files : dict of str to bytes
        What `files_of` returned.

    Returns
    -------
    list of Finding
        What differs; arms are not looked at while the seed is not told.

    Raises
    ------
    BadInputError
        They cannot be read as a trial.
    """
    record, seed, came = _read(files)
    found = []
    if record_hash(record) != record.get("record"):
        found.append(
            Finding(
                Words("the record was changed after the seal", "le procès-verbal a changé après le scellé"),
                TRIAL,
                column="record",
                found=str(record.get("record")),
                expected=record_hash(record),
            )
        )
    if seed is None:
        return found
    if promise(seed) != record["promise"]:
        found.append(
            Finding(
                Words("this seed is not the one promised", "cette graine n’est pas celle promise"),
                TRIAL,
                column="seed",
                found=promise(seed),
                expected=str(record["promise"]),
            )
        )
    words = Words("the seed gives another arm", "la graine donne un autre bras")
    for at, one, expected in verify_came(Trial.from_dict(record["trial"]), seed, came):
        found.append(Finding(words, CAME, at + 2, f"arm, {one.unit}", one.arm, expected))
    return found


@dataclass(frozen=True)
class RanTrial:
    """A trial as its files tell it.

    Parameters
    ----------
    record : dict
        What was sealed.
    seed : int or None
        The seed, once told.
    arms : dict of str to int
        Units that got each arm.
    """

    record: dict[str, Any]
    seed: int | None
    arms: dict[str, int]

    @property
    def name(self) -> str:
        """Name of the trial."""
        return str(self.record.get("name", ""))

    @property
    def hash(self) -> str:
        """Hash of its record."""
        return str(self.record.get("record", ""))


@dataclass(frozen=True)
class TrialVerdict:
    """Whether a trial is what its seed gives; it reads as the verdict of a draw does.

    Parameters
    ----------
    draw : RanTrial
        The trial.
    findings : tuple of Finding
        What differs; none: it is right.
    """

    draw: RanTrial
    findings: tuple[Finding, ...]
    more: int = 0
    """Differences that are not listed: none."""

    @property
    def right(self) -> bool:
        """Whether everything agrees."""
        return not self.findings

    @property
    def words(self) -> Words:
        """The verdict in a sentence."""
        n, came = len(self.findings), sum(self.draw.arms.values())
        if n:
            return Words(
                f"Not right: {n} difference{'s' * (n > 1)} between what is written and what the seed gives.",
                f"Non conforme\u00a0: {n} écart{'s' * (n > 1)} entre l’écrit et ce que donne la graine.",
            )
        if self.draw.seed is None:
            return Words(
                "The record is whole; its seed is told when the trial closes, and arms are verified then.",
                "Procès-verbal intact\u202f; la graine sera dite à la clôture, et les bras vérifiés alors.",
            )
        return Words(
            f"Right: the seed is the one promised, and gives the arms of the {came} units.",
            f"Conforme\u00a0: la graine est celle promise, et redonne les bras des {came} unités.",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values.

        Returns
        -------
        dict
            right, record, words and findings in both languages.
        """
        told = [{"en": finding.text("en"), "fr": finding.text("fr")} for finding in self.findings]
        words = self.words._asdict()
        return {"right": self.right, "record": self.draw.hash, "words": words, "findings": told}


def verdict_of(files: dict[str, bytes]) -> TrialVerdict:
    """Verify a trial from its files.

    Parameters
    ----------
    files : dict of str to bytes
        What `files_of` returned.

    Returns
    -------
    TrialVerdict
        Right, or what differs.

    Raises
    ------
    BadInputError
        They cannot be read as a trial.
    """
    record, seed, came = _read(files)
    return TrialVerdict(
        RanTrial(record, seed, dict(Counter(one.arm for one in came))), tuple(verify_trial(files))
    )


def _read(files: dict[str, bytes]) -> tuple[dict[str, Any], int | None, list[Came]]:
    try:
        told = orjson.loads(files[TRIAL])
        record, seed = told["record"], told["seed"]
        rows = list(csv.reader(io.StringIO(files[CAME].decode())))
        if record["perron"] != FORMAT or tuple(rows[0]) != _HEADER or "promise" not in record:
            raise KeyError(FORMAT)  # noqa: TRY301 - one way out for whatever is missing
        return record, seed, [Came(row[1], row[2], row[3]) for row in rows[1:]]
    except (orjson.JSONDecodeError, KeyError, TypeError, IndexError, UnicodeDecodeError) as error:
        raise BadInputError(
            Words("this is not the record of a trial", "ce n’est pas le procès-verbal d’un essai"),
            file=TRIAL,
            found=f"{type(error).__name__}: {error}",
        ) from error
