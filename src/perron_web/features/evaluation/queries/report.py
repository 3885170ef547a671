"""What a finished evaluation says, as its page reads it."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from perron_web.features.evaluation.models import Evaluation
from perron_web.features.experiments.queries.designs import unit_word
from perron_web.platform.design.figures import number

CONTENT: Final = "fr/evaluation.json"
PDF: Final = "fr/evaluation.pdf"
PAGE: Final = "fr/index.html"
"""Files of a report in French; the same in English lie in "en"."""


def content_of(evaluation: Evaluation) -> dict[str, Any]:
    """Read what an evaluation found.

    Parameters
    ----------
    evaluation : Evaluation
        A finished evaluation.

    Returns
    -------
    dict
        "evaluation/1", not to be changed: it is read once for all.
    """
    return _read(evaluation.path / CONTENT, evaluation.inputs.get("report", {}).get(CONTENT, ""))


@lru_cache(maxsize=8)
def _read(path: Path, sha256: str) -> dict[str, Any]:
    import orjson

    del sha256  # part of the key: a report written again is read again
    found: dict[str, Any] = orjson.loads(path.read_bytes())
    found.pop("data", None)
    return found


def comparisons_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every comparison of every outcome, the announced ones first.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    list of dict
        A comparison with its `outcome`, and `of`: units in words; several arms make several.
    """
    unit = content["experiment"]["unit"]
    rows = [
        {
            **one,
            "outcome": outcome,
            "several": len(outcome["comparisons"]) > 1,
            "key": f"{order}-{place}",
            "of": {arm: f"{number(n)} {unit_word(unit, n)}" for arm, n in one["units"].items()},
        }
        for order, outcome in enumerate(content["outcomes"])
        for place, one in enumerate(outcome["comparisons"])
    ]
    return sorted(rows, key=lambda row: bool(row["outcome"]["exploratory"]))


def has_files(evaluation: Evaluation) -> bool:
    """Say whether what an evaluation found is still on disk.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    bool
        False after a restore without files.
    """
    return bool(evaluation.folder) and (evaluation.path / CONTENT).is_file()


def arms_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was done in each arm, with its name in words.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    list of dict
        Rows of compliance; empty where visits are unknown.
    """
    labels = {arm["name"]: arm["label"] for arm in content["experiment"]["arms"]}
    rows = (content.get("compliance") or {}).get("arms", ())
    return [{**row, "label": labels.get(row["arm"], row["arm"])} for row in rows]
