"""Several evaluations side by side."""

from collections.abc import Iterable
from typing import Any

from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.pictures import Picture
from perron_web.features.evaluation.queries.report import comparisons_of, content_of, has_files
from perron_web.features.evaluation.templatetags.evaluation import effect, ends, said
from perron_web.platform.charts import Call

MOST = 8


def chosen(rows: Iterable[Evaluation], numbers: Iterable[str]) -> list[Evaluation]:
    """Return the evaluations asked for, oldest first.

    Parameters
    ----------
    rows : iterable of Evaluation
        Those of the campaign.
    numbers : iterable of str
        Numbers as the address gives them.

    Returns
    -------
    list of Evaluation
        Finished ones, `MOST` at most; the last two when none is asked for.
    """
    there = [one for one in rows if one.done and has_files(one)]
    wanted = {int(text) for text in numbers if text.isdecimal() and len(text) < 9}
    found = [one for one in there if one.number in wanted] if wanted else there[:2]
    return sorted(found, key=lambda one: one.number)[:MOST]


def side_by_side(rows: list[Evaluation]) -> list[dict[str, Any]]:
    """Lay evaluations out by outcome.

    Parameters
    ----------
    rows : list of Evaluation
        Finished evaluations.

    Returns
    -------
    list of dict
        label, cells (evaluation, comparison): outcomes that one of them measured.
    """
    outcomes: dict[tuple[str, str], dict[str, Any]] = {}
    for evaluation in rows:
        for one in comparisons_of(content_of(evaluation)):
            outcome = one["outcome"]
            line = outcomes.setdefault(
                (outcome["measure"], outcome["bloc"]), {"label": outcome["label"], "cells": []}
            )
            line["cells"].append({"evaluation": evaluation, "comparison": one})
    return list(outcomes.values())


def side_picture(line: dict[str, Any]) -> Picture:
    """Return the chart of one outcome across evaluations.

    Parameters
    ----------
    line : dict
        As `side_by_side` gives it.

    Returns
    -------
    Picture
        One interval an evaluation.
    """
    from perron.output.evaluation import charts

    rows = []
    for cell in line["cells"]:
        main, evaluation = cell["comparison"]["main"], cell["evaluation"]
        label = f"n°\u00a0{evaluation.number}" + (f" · {evaluation.name}" if evaluation.name else "")
        low, high = main["low"], main["high"]
        rows.append(
            {
                "label": label,
                "value": f"{effect(main)} ({ends(main)})",
                "estimate": 100 * main["estimate"],
                "low": None if low is None else 100 * low,
                "high": None if high is None else 100 * high,
                "role": "called_for",
            }
        )
    title = said(line["label"])
    words = {"description": title, "zero": "0", "axis": "points"}
    return Picture(title, Call(charts.intervals, {"rows": rows, "words": words}))
