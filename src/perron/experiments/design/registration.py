"""Pre-registration: what will be measured and how, written and frozen before the vote."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self, get_args

from perron.errors import ParameterError
from perron.experiments.design.files import record_hash
from perron.words import Words

FORMAT: Final = "registration/1"
Measure = Literal["turnout", "support", "support_valid", "valid", "registered"]
"""What is counted: voters over registered; our votes over registered, or over valid votes; valid votes over
registered; registered electors themselves."""
ESTIMATORS: Final = ("", "difference", "blocked", "lin", "clustered", "two_stage")
"""Estimators that can be announced; empty: the one that the design calls for."""
CORRECTIONS: Final = ("holm", "bonferroni", "benjamini_hochberg", "westfall_young", "none")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome that will be compared between arms.

    Parameters
    ----------
    name : str
        Its name, unique in the registration.
    election : str
        The election and round it is counted at, such as "2026-municipales-1".
    measure : {"turnout", "support", "support_valid", "valid", "registered"}
        What is counted, over what.
    bloc : str
        Bloc whose votes are counted, for measures of support; empty: ours.
    """

    name: str
    election: str
    measure: Measure = "turnout"
    bloc: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.election.strip():
            _refuse(
                "outcomes", f"{self.name}: {self.election}", Words("a name, an election", "nom, élection")
            )
        if self.measure not in get_args(Measure):
            _refuse("measure", self.measure, Words(*[", ".join(get_args(Measure))] * 2))


@dataclass(frozen=True, slots=True)
class Registration:
    """What is announced before the vote; it checks itself.

    Parameters
    ----------
    outcomes : tuple of Outcome
        The first is the main one; the others are corrected for being several.
    estimator : str
        One of `ESTIMATORS`; empty: the one that the design calls for.
    covariates : tuple of str
        Columns of the units used to adjust, such as the last turnout.
    exclusions : tuple of str
        Rules by which units will be left out of the analysis, in words.
    heterogeneity : tuple of str
        Columns by which the effect will be compared.
    equivalence_bound : float or None
        "No effect bigger than" this, as a share of the total (0.01: one point), above 0.
    correction : {"holm", "bonferroni", "benjamini_hochberg", "westfall_young", "none"}
        Correction for several outcomes.
    level : float
        Level of intervals, between 0.5 and 1.
    permutations : int
        Draws of the randomisation test, 100 or more.
    power : dict
        What was expected to be detectable when the draw was sealed.
    note : str
        Anything else.

    Raises
    ------
    ParameterError
        A choice outside its range.
    """

    outcomes: tuple[Outcome, ...]
    estimator: str = ""
    covariates: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    heterogeneity: tuple[str, ...] = ()
    equivalence_bound: float | None = None
    correction: str = "holm"
    level: float = 0.95
    permutations: int = 10_000
    power: dict[str, Any] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        names = [outcome.name for outcome in self.outcomes]
        if not names or len(set(names)) < len(names):
            _refuse("outcomes", ", ".join(names), Words("one or more, each its name", "une ou plus, nommées"))
        if self.estimator not in ESTIMATORS:
            _refuse("estimator", self.estimator, Words(*[", ".join(ESTIMATORS[1:])] * 2))
        if self.correction not in CORRECTIONS:
            _refuse("correction", self.correction, Words(*[", ".join(CORRECTIONS)] * 2))
        if not 0.5 <= self.level < 1.0:
            _refuse("level", self.level, Words("between 0.5 and 1", "entre 0,5 et 1"))
        if not 100 <= self.permutations <= 1_000_000:
            _refuse("permutations", self.permutations, Words("100 to 1,000,000", "de 100 à 1 000 000"))
        if self.equivalence_bound is not None and not 0.0 < self.equivalence_bound < 1.0:
            _refuse("equivalence_bound", self.equivalence_bound, Words("between 0 and 1", "entre 0 et 1"))

    def to_dict(self) -> dict[str, Any]:
        """Return the registration as plain values, for JSON.

        Returns
        -------
        dict
            Every choice, by its name.
        """
        plain = asdict(self)
        for name in ("outcomes", "covariates", "exclusions", "heterogeneity"):
            plain[name] = list(plain[name])
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """Return the registration that `to_dict` or `freeze` wrote.

        Parameters
        ----------
        plain : dict
            Every choice, by its name; the keys of the seal are left out.

        Returns
        -------
        Registration
            The registration, checked.

        Raises
        ------
        ParameterError
            A choice is missing, unknown or of the wrong kind.
        """
        _look_at_outcomes(plain)
        try:
            kept = {field.name: plain[field.name] for field in fields(cls) if field.name in plain}
            kept["outcomes"] = tuple(Outcome(**outcome) for outcome in plain["outcomes"])
            for name in ("covariates", "exclusions", "heterogeneity"):
                kept[name] = tuple(str(value) for value in plain.get(name, ()))
            return cls(**kept)
        except (TypeError, KeyError, AttributeError) as error:
            raise ParameterError(
                Words("this registration cannot be read", "ce préenregistrement est illisible"),
                column="registration",
                found=f"{type(error).__name__}: {error}",
            ) from error


def _look_at_outcomes(plain: dict[str, Any]) -> None:
    wanted = Words(
        "a list of outcomes, each with name, election, measure",
        "une liste de critères, chacun avec name, election, measure",
    )
    outcomes = plain.get("outcomes")
    if not isinstance(outcomes, list | tuple):
        _refuse("outcomes", outcomes, wanted)
        return
    for place, outcome in enumerate(outcomes, start=1):
        if not isinstance(outcome, dict) or not {"name", "election", "measure"} <= outcome.keys():
            _refuse(f"outcomes {place}", outcome, wanted)


def freeze(registration: Registration, *, draw: str, by: str, at: datetime) -> dict[str, Any]:
    """Freeze a registration: a record whose hash stands for it.

    Parameters
    ----------
    registration : Registration
        What is announced.
    draw : str
        Record hash of the sealed draw that it announces.
    by : str
        Who freezes.
    at : datetime
        When, with its time zone.

    Returns
    -------
    dict
        The registration with perron ("registration/1"), draw, frozen_at, frozen_by and record.

    Raises
    ------
    ParameterError
        Who or when is missing.
    """
    if not by.strip() or at.tzinfo is None:
        _refuse("by, at", f"{by}, {at}", Words("who, and a time with its zone", "qui, et une heure située"))
    record = {
        "perron": FORMAT,
        **registration.to_dict(),
        "draw": draw,
        "frozen_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "frozen_by": by,
    }
    return {**record, "record": record_hash(record)}


def is_whole(record: dict[str, Any]) -> bool:
    """Say whether a frozen registration is as it was frozen.

    Parameters
    ----------
    record : dict
        What `freeze` returned.

    Returns
    -------
    bool
        Whether its hash is that of its content.
    """
    return record.get("perron") == FORMAT and record.get("record") == record_hash(record)


def deviations(record: dict[str, Any], done: Registration) -> Sequence[str]:
    """Name the choices of an analysis that are not those announced.

    Parameters
    ----------
    record : dict
        The frozen registration.
    done : Registration
        What was done.

    Returns
    -------
    sequence of str
        Names of the choices, none when the analysis is as announced.
    """
    plain = done.to_dict()
    skipped = {"note", "power"}
    return [name for name in plain if name not in skipped and plain[name] != record.get(name)]


def _refuse(name: str, found: object, expected: Words) -> None:
    raise ParameterError(
        Words("a choice of the registration is wrong", "un choix du préenregistrement ne convient pas"),
        column=name,
        found=str(found),
        expected=expected,
    )
