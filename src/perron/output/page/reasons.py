"""Reasons of each bureau in words and figures, as the page shows them."""

from collections.abc import Callable
from typing import Any

import polars as pl

from perron.words import Language, number

_Say = Callable[[dict[str, Any], Language], str]


def reason_rows(reasons: pl.DataFrame) -> dict[str, list[list[Any]]]:
    """Return the reasons of each bureau, the strongest first.

    Parameters
    ----------
    reasons : polars.DataFrame
        Table `REASONS`.

    Returns
    -------
    dict
        By bureau, lists of score (its first letter), effect, English words, French words.
    """
    say = _words()
    found: dict[str, list[list[Any]]] = {}
    ordered = reasons.sort("bureau", "score", pl.col("effect").abs(), descending=[False, False, True])
    for row in ordered.iter_rows(named=True):
        entry = [row["score"][0], round(row["effect"], 5), say(row, "en"), say(row, "fr")]
        found.setdefault(row["bureau"], []).append(entry)
    return found


def _words() -> _Say:
    """Return the words of `perron.targeting`, or plain ones where a factor is unknown to it."""
    from perron import targeting  # noqa: PLC0415 - heavy, and only for plans that have scores

    known: _Say | None = getattr(targeting, "reason_words", None)
    if known is None:
        return _plain

    def say(row: dict[str, Any], lang: Language) -> str:
        return _plain(row, lang) if row["value"] is None or row["average"] is None else known(row, lang)

    return say


def _plain(row: dict[str, Any], lang: Language) -> str:
    value, average = row["value"], row["average"]
    name = row["factor"].replace("_", " ")
    if value is None or average is None:
        return str(name)
    against = "contre" if lang == "fr" else "against"
    return f"{name} {number(value, 2, lang)} {against} {number(average, 2, lang)}"
