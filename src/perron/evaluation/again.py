"""Compute an evaluation again from its own JSON."""

from math import isclose
from typing import Any

import orjson
import polars as pl

from perron.errors import BadInputError
from perron.evaluation.analysis import Settings
from perron.evaluation.content import FORMAT, Evaluation
from perron.evaluation.cost import Costs
from perron.evaluation.evaluate import evaluate
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw
from perron.targeting.priors import priors_from
from perron.words import Words


def evaluate_again(content: dict[str, Any], *, file: str = "") -> Evaluation:
    """Compute an evaluation again from all that its content holds.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    file : str
        Where it came from, for messages.

    Returns
    -------
    Evaluation
        The same figures, to the last digit, by the same version.

    Raises
    ------
    BadInputError
        It is not an evaluation, or what it holds was changed.
    """
    if not isinstance(content, dict) or content.get("perron") != FORMAT:
        raise BadInputError(
            Words("this is not an evaluation", "ce n’est pas une évaluation"),
            file=file,
            column="perron",
            expected=Words(FORMAT, FORMAT),
        )
    try:
        data, chosen = content["data"], content["parameters"]
        draw = _draw(data["draw"])
        costs = chosen["costs"]
        return evaluate(
            draw,
            pl.DataFrame(data["outcomes"], infer_schema_length=None),
            visits=_table(data["visits"]),
            registration=data["registration"],
            labels=tuple(Outcome(**label) for label in data["labels"]),
            neighbours=_table(data["neighbours"]),
            costs=None if costs is None else Costs(**costs),
            priors=priors_from(data["priors"]) if data["priors"] else None,
            exclude=chosen["exclude"],
            files=content["inputs"],
            notes=tuple(Words(note["en"], note["fr"]) for note in content["notes"]),
            settings=Settings(
                **{n: chosen[n] for n in ("level", "permutations", "seed", "estimator", "bound")}
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInputError(
            Words("this evaluation cannot be read", "cette évaluation est illisible"),
            file=file,
            found=f"{type(error).__name__}: {error}",
        ) from error


def _settings(chosen: dict[str, Any]) -> Settings:
    names = ("level", "permutations", "seed", "estimator", "bound")
    covariates = chosen["covariates"]
    return Settings(
        **{name: chosen[name] for name in names},
        covariates=None if covariates is None else tuple(covariates),
    )


def _draw(files: dict[str, str]) -> SealedDraw:
    record = orjson.loads(files["draw.json"])
    return SealedDraw(record, files["units.csv"].encode(), files["assignment.csv"].encode())


def _table(columns: dict[str, Any] | None) -> pl.DataFrame | None:
    return None if columns is None else pl.DataFrame(columns, infer_schema_length=None)


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Name where two contents differ, the last bits of numbers left aside.

    Parameters
    ----------
    one, other : object
        JSON values.
    path : str
        Where they stand in their document.

    Returns
    -------
    list of str
        Paths such as "outcomes.0.comparisons.0.main.estimate"; none where they agree to nine digits.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [
            d for key in keys for d in differences(one.get(key), other.get(key), f"{path}.{key}".lstrip("."))
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for place, (a, b) in pairs for d in differences(a, b, f"{path}.{place}")]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other))
    same = isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) if numbers else one == other
    return [] if same else [path]
