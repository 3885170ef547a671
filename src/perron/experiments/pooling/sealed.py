"""One experiment's results, small and sealed, so that others can pool them: JSON "result/1"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Final

import orjson

from perron.errors import BadInputError, BadValueError, MissingColumnError
from perron.experiments.design.files import record_hash
from perron.words import Words

FORMAT: Final = "result/1"
EVALUATION: Final = "evaluation/1"
ESTIMANDS: Final = ("assigned", "visited")
"""Effect on everyone meant to be visited; effect on those who were because of the draw."""
LARGEST: Final = 64 * 2**20
"""Bytes of a result file at most."""
_KEYS: Final = ("outcome", "measure", "bloc", "election", "arm", "estimand", "method", "exploratory")
_NUMBERS: Final = ("estimate", "error", "df")
_WHOLE: Final = {"name": str, "draw": str, "results": list, "units": int}
"""What a record holds at least, none of it empty."""
_LEAST_ERROR: Final = 1e-9
"""Less than one elector in a country: no estimate is that sure, and weights would overflow."""


@dataclass(frozen=True, slots=True)
class Result:
    """One estimate of one outcome.

    Parameters
    ----------
    outcome, measure, bloc, election : str
        What was counted, and when.
    arm : str
        Arm compared with the control.
    estimand : {"assigned", "visited"}
        Effect on everyone meant to be visited, or on those who were because of the draw.
    method : str
        Estimator.
    exploratory : bool
        Whether it had not been announced.
    estimate, error : float
        In shares (0.01: one point); error above 0.
    df : float or None
        Degrees of freedom; None for the normal law.
    """

    outcome: str
    measure: str
    bloc: str
    election: str
    arm: str
    estimand: str
    method: str
    exploratory: bool
    estimate: float
    error: float
    df: float | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The results of one experiment.

    Parameters
    ----------
    record : dict
        The JSON document: perron, version, name, draw (hash of the sealed draw), evaluation (hash of the
        whole evaluation), announced, units, registered, at, by, results, record (hash of all that).
    results : tuple of Result
        Its estimates.
    file : str
        Where it was read.
    """

    record: Mapping[str, Any]
    results: tuple[Result, ...]
    file: str = ""

    @property
    def name(self) -> str:
        """Name of the experiment."""
        return str(self.record["name"])

    @property
    def draw(self) -> str:
        """Hash of its sealed draw."""
        return str(self.record["draw"])

    @property
    def hash(self) -> str:
        """Hash of the document."""
        return str(self.record["record"])

    def to_json(self) -> bytes:
        """Return the document as it is exchanged.

        Returns
        -------
        bytes
            JSON, keys sorted, indented.
        """
        return orjson.dumps(dict(self.record), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def seal_results(evaluation: Mapping[str, Any], *, by: str = "", at: datetime | None = None) -> Sealed:
    """Take the results out of an evaluation and seal them.

    Parameters
    ----------
    evaluation : mapping
        Content of an evaluation, "evaluation/1".
    by : str
        Who seals them.
    at : datetime, optional
        When, with its time zone; by default left out, so that the same evaluation gives the same seal.

    Returns
    -------
    Sealed
        The results; nothing in them but estimates, errors, counts of units and hashes.

    Raises
    ------
    BadInputError
        This is not an evaluation, or it holds no estimate with an error.
    """
    return _sealed_evaluation(dict(evaluation), "", by, at)


def read_sealed(path: Path | str) -> Sealed:
    """Read sealed results, or take them out of a whole evaluation.

    Parameters
    ----------
    path : Path or str
        JSON "result/1" or "evaluation/1".

    Returns
    -------
    Sealed
        The results.

    Raises
    ------
    BadInputError
        Not such a file, results that were changed after they were sealed, or that cannot be true.
    """
    path = Path(path)
    size = path.stat().st_size
    if size > LARGEST:
        _refuse(path.name, "", f"{size}", Words("a file of less than 64 MB", "un fichier de moins de 64 Mo"))
    return sealed_from(path.read_bytes(), file=path.name)


def sealed_from(data: bytes, *, file: str = "") -> Sealed:
    """Read sealed results from bytes.

    Parameters
    ----------
    data : bytes
        JSON "result/1" or "evaluation/1".
    file : str
        Its name, for messages.

    Returns
    -------
    Sealed
        The results.

    Raises
    ------
    BadInputError
        As `read_sealed`.
    """
    try:
        plain = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInputError(
            Words("this is not JSON", "ce n’est pas du JSON"), file=file, found=str(error)
        ) from error
    kind = plain.get("perron") if isinstance(plain, dict) else None
    if kind == EVALUATION:
        return _sealed_evaluation(plain, file, "", None)
    if kind != FORMAT:
        _refuse(file, "perron", str(kind), Words(f"{FORMAT} or {EVALUATION}", f"{FORMAT} ou {EVALUATION}"))
    if record_hash(plain) != plain.get("record"):
        raise BadValueError(
            Words(
                "these results were changed after they were sealed",
                "ces résultats ont été modifiés après avoir été scellés",
            ),
            file=file,
            column="record",
            found=str(plain.get("record")),
            expected=Words(record_hash(plain), record_hash(plain)),
        )
    return _checked(plain, file)


def _sealed_evaluation(plain: dict[str, Any], file: str, by: str, at: datetime | None) -> Sealed:
    if plain.get("perron") != EVALUATION:
        _refuse(file, "perron", str(plain.get("perron")), Words(EVALUATION, EVALUATION))
    try:
        experiment = plain["experiment"]
        record: dict[str, Any] = {
            "perron": FORMAT,
            "version": plain["version"],
            "name": experiment["name"],
            "draw": experiment["record"],
            "evaluation": record_hash(plain),
            "announced": plain.get("registration") is not None,
            "units": sum(arm["units"] for arm in experiment["arms"]),
            "registered": _total(arm["registered"] for arm in experiment["arms"]),
            "at": "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds"),
            "by": by,
            "results": [row for outcome in plain["outcomes"] for row in _rows(outcome)],
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise MissingColumnError(
            Words("this evaluation is not whole", "cette évaluation est incomplète"),
            file=file,
            found=f"{type(error).__name__}: {error}",
        ) from error
    if not record["results"]:
        _refuse(file, "outcomes", "0", Words("an estimate with its error", "une estimation avec son erreur"))
    return _checked(record | {"record": record_hash(record)}, file)


def _total(counts: Any) -> float | None:
    known = list(counts)
    return None if any(one is None for one in known) else float(sum(known))


def _rows(outcome: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for one in outcome["comparisons"]:
        for estimand, estimate in zip(ESTIMANDS, (one["main"], one.get("visited")), strict=True):
            if not estimate or estimate.get("estimate") is None or not estimate.get("error"):
                continue
            rows.append(
                {
                    "outcome": outcome["name"],
                    **{name: outcome[name] for name in ("measure", "bloc", "election")},
                    "arm": one["arm"],
                    "estimand": estimand,
                    "method": estimate["method"],
                    "exploratory": bool(outcome.get("exploratory", False)),
                    **{name: estimate[name] for name in _NUMBERS},
                }
            )
    return rows


def _checked(record: dict[str, Any], file: str) -> Sealed:
    for name, kind in _WHOLE.items():
        held = record.get(name)
        if not isinstance(held, kind) or not held or (isinstance(held, int) and held < 0):
            raise MissingColumnError(
                Words("these results are not whole", "ces résultats sont incomplets"),
                file=file,
                column=name,
                found=str(held)[:60],
                expected=_KINDS[kind],
            )
    results = tuple(_result(row, file) for row in record["results"])
    return Sealed(record, results, file)


_KINDS: Final = {
    str: Words("a text", "un texte"),
    list: Words("a list of estimates", "une liste d’estimations"),
    int: Words("how many units were drawn", "le nombre d’unités tirées"),
}


def _result(row: Any, file: str) -> Result:
    try:
        result = Result(**{name: row[name] for name in (*_KEYS, *_NUMBERS)})
        numbers = (result.estimate + 0.0, result.error + 0.0, (result.df or 1.0) + 0.0)
    except (KeyError, TypeError, ValueError) as error:
        raise MissingColumnError(
            Words("a result is not whole", "un résultat est incomplet"),
            file=file,
            found=f"{type(error).__name__}: {error}",
        ) from error
    good = all(isfinite(n) for n in numbers) and numbers[1] >= _LEAST_ERROR and numbers[2] >= 0.5
    if not good or abs(numbers[0]) > 1.0 or result.estimand not in ESTIMANDS:
        _refuse(
            file,
            result.outcome,
            f"{result.estimand}: {result.estimate} ± {result.error}",
            Words("a share between -1 and 1, with its error", "une part entre -1 et 1, avec son erreur"),
        )
    return result


def _refuse(file: str, column: str, found: str, expected: Words) -> None:
    raise BadValueError(
        Words("this is no result that can be pooled", "ce n’est pas un résultat à mettre en commun"),
        file=file,
        column=column,
        found=found,
        expected=expected,
    )
