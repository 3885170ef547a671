"""The section of one outcome and one arm: every estimate, what chance gives, and what stands beside."""

from functools import partial
from typing import Any

from perron.output.evaluation import charts
from perron.output.evaluation.figures import (
    cell,
    decimals_of,
    df,
    in_points,
    interval,
    p_said,
    p_value,
    percent,
    points,
    with_interval,
)
from perron.output.evaluation.pieces import Piece, Section, Writer
from perron.words import number


def outcome_section(
    content: dict[str, Any], outcome: dict[str, Any], comparison: dict[str, Any], write: Writer
) -> Section:
    """Lay out one comparison.

    Parameters
    ----------
    content : dict
        The whole content.
    outcome, comparison : dict
        One outcome, and one of its comparisons.
    write : Writer
        Language.

    Returns
    -------
    Section
        The section.
    """
    title = write.of(outcome["label"])
    if len(outcome["comparisons"]) > 1:
        title = f"{title} · {write.of(comparison['arm_label'])}"
    pieces = [
        *([Piece("note", write("exploratory"))] if outcome["exploratory"] else []),
        Piece("text", write.of(comparison["words"])),
        Piece("text", _means(content, comparison, write)),
        Piece("chart", _source(content, write), chart=partial(_estimates_chart, outcome, comparison, write)),
        _estimates_table(comparison, write),
        Piece("heading", write("why")),
        Piece("list", items=[write.of(words) for words in comparison["why"]]),
        *_chance(content, comparison, write),
        *_visited(comparison, write),
        *_excluded(comparison, write),
        *_groups(content, comparison, write),
        *_neighbours(comparison, write),
        *_naive(comparison, write),
    ]
    if lacking := [*comparison["left_out"], *comparison["missing"]]:
        pieces.append(Piece("list", items=[write.of(words) for words in lacking]))
    key = f"{outcome['name']}-{comparison['arm']}"
    return Section(key, title, pieces, fresh=True)


def _source(content: dict[str, Any], write: Writer) -> str:
    level = percent(content["parameters"]["level"], write.lang)
    return write.say("source_effect", record=content["experiment"]["record"][:12], level=level)


def _means(content: dict[str, Any], comparison: dict[str, Any], write: Writer) -> str:
    labels = {arm["name"]: write.of(arm["label"]) for arm in content["experiment"]["arms"]}
    said = write.say(
        "means",
        arm=labels[comparison["arm"]],
        control=labels[comparison["control"]],
        arm_mean=percent(comparison["means"]["arm"], write.lang, 1),
        control_mean=percent(comparison["means"]["control"], write.lang, 1),
    )
    if comparison.get("family", 1) > 1 and comparison.get("p_corrected") is not None:
        p = p_value(comparison["p_corrected"], write.lang)
        said += " " + write.say("corrected", family=str(comparison["family"]), p=p)
    return said


def _row(label: str, estimate: dict[str, Any], role: str, write: Writer, digits: int) -> dict[str, Any]:
    def scaled(value: float | None) -> float | None:
        return None if value is None else round(100.0 * value, 4)

    return {
        "label": label,
        "value": f"{points(estimate['estimate'], write.lang, digits)} "
        f"({interval(estimate, write.lang, digits)})",
        "estimate": scaled(estimate["estimate"]),
        "low": scaled(estimate["low"]),
        "high": scaled(estimate["high"]),
        "role": role,
    }


def _estimates_chart(
    outcome: dict[str, Any], comparison: dict[str, Any], write: Writer, *, narrow: bool = False
) -> Any:
    skipped = {"two_stage", "anderson_rubin"}
    digits = decimals_of(comparison["main"])
    rows = [
        _row(write.of(e["label"]), e, "called_for" if e["leads"] else "other", write, digits)
        for e in comparison["estimates"]
        if e["method"] not in skipped and e["estimate"] is not None
    ]
    rows.sort(key=lambda row: row["role"] != "called_for")
    rows.append(
        _row(write.of(comparison["permutation"]["label"]), comparison["permutation"], "other", write, digits)
    )
    rows += [
        _row(write.of(n["estimate"]["label"]), n["estimate"], "naive", write, digits)
        for n in comparison["naive"][:2]
    ]
    description = f"{write.of(outcome['label'])}. {write.of(comparison['words'])}"
    return charts.intervals(rows, {"description": description, "axis": write("points")}, narrow=narrow)


def _estimates_table(comparison: dict[str, Any], write: Writer) -> Piece:
    lang = write.lang
    rows: list[list[str]] = []
    strong: list[int] = []
    for e in [*comparison["estimates"], comparison["permutation"]]:
        if e.get("leads"):
            strong.append(len(rows))
        label = write.of(e["label"]) + (f" ({write('leads')})" if e.get("leads") else "")
        effect = "–" if e["estimate"] is None else points(e["estimate"], lang, 2)
        error = "–" if e["error"] is None else points(e["error"], lang, 2, sign=False)
        rows.append(
            [
                label,
                effect,
                error,
                df(e["df"], lang),
                interval(e, lang),
                p_value(e["p"], lang),
                cell(e["n"], lang),
            ]
        )
    heads = write.head("method", "effect", "error", "df", "interval", "p", "n")
    return Piece("table", write("estimates"), columns=heads, rows=rows, strong=strong)


def _chance(content: dict[str, Any], comparison: dict[str, Any], write: Writer) -> list[Piece]:
    test, lang = comparison["permutation"], write.lang
    observed = {
        "effect": round(100.0 * test["estimate"], 4),
        "text": points(test["estimate"], lang, decimals_of(test)),
    }
    bins = [
        {"start": round(100 * b["start"], 4), "end": round(100 * b["end"], 4), "count": b["count"]}
        for b in test["bins"]
    ]
    draws = number(test["details"]["draws"], 0, lang)
    title = write.say("chance_chart", draws=draws)
    words = {"description": f"{title}. {observed['text']}", "axis": write("points")}
    said = write.say("permutation", p=p_said(test["p"], lang), interval=interval(test, lang))
    return [
        Piece("heading", write("permutation")),
        Piece("text", said),
        Piece(
            "chart", f"{title}. {_source(content, write)}", chart=partial(charts.draws, bins, observed, words)
        ),
    ]


def _visited(comparison: dict[str, Any], write: Writer) -> list[Piece]:
    visited, robust = comparison["visited"], comparison["anderson_rubin"]
    if visited is None:
        return []
    share = visited["details"].get("compliers")
    said = write.say(
        "visited",
        value=with_interval(visited, write.lang),
        share="–" if share is None else in_points(share, write.lang, 0, sign=False),
        robust="–" if robust is None else interval(robust, write.lang, 1),
    )
    return [Piece("heading", write("visited")), Piece("text", said)]


def _excluded(comparison: dict[str, Any], write: Writer) -> list[Piece]:
    test, lang = comparison["equivalence"], write.lang
    if test is None:
        return []
    items = []
    if test["announced"]:
        bound = in_points(test["bound"], lang, sign=False)
        items.append(write.say("equivalence_bound", bound=bound, p=p_said(test["p"], lang)))
    excluded = in_points(test["excluded"], lang, 2, sign=False)
    items.append(write.say("equivalence", level=percent(test["level"], lang), excluded=excluded))
    return [Piece("heading", write("equivalence")), *(Piece("text", item) for item in items)]


def _groups(content: dict[str, Any], comparison: dict[str, Any], write: Writer) -> list[Piece]:
    pieces: list[Piece] = []
    for group in comparison["heterogeneity"]:
        pieces.append(Piece("heading", f"{write('heterogeneity')}{write.colon}{group['column']}"))
        if "missing" in group:
            pieces.append(Piece("note", write.of(group["missing"])))
            continue
        rows = [
            _row(write.of(name), estimate, "group", write, decimals_of(comparison["main"]))
            for name, estimate in zip(group["names"], group["groups"], strict=True)
        ]
        words = {"description": group["column"], "axis": write("points")}
        pieces.append(Piece("text", write.say("groups", p=p_said(group["p"], write.lang))))
        pieces.append(Piece("chart", _source(content, write), chart=partial(charts.intervals, rows, words)))
    return pieces


def _neighbours(comparison: dict[str, Any], write: Writer) -> list[Piece]:
    found, lang = comparison["spillover"], write.lang
    if found is None:
        return []
    rows = [
        [
            write.of(e["label"]),
            points(e["estimate"], lang, 2),
            interval(e, lang),
            p_value(e["p"], lang),
            cell(e["n"], lang),
        ]
        for e in found["estimates"]
        if e["estimate"] is not None
    ]
    heads = write.head("comparison", "effect", "interval", "p", "n")
    return [
        Piece("heading", write("spillover")),
        Piece("text", write.say("spillover", p=p_said(found["p"], lang))),
        *([Piece("table", columns=heads, rows=rows)] if rows else []),
    ]


def _naive(comparison: dict[str, Any], write: Writer) -> list[Piece]:
    if not comparison["naive"]:
        return []
    lang = write.lang
    rows = [
        [
            write.of(n["estimate"]["label"]),
            points(n["estimate"]["estimate"], lang, 2),
            "–" if n["gap"] is None else points(n["gap"], lang, 2),
            write.of(n["words"]),
        ]
        for n in comparison["naive"]
    ]
    heads = write.head("comparison", "effect", "gap", "reason")
    return [
        Piece("heading", write("naive")),
        Piece("text", write.say("naive")),
        Piece("table", columns=heads, rows=rows),
    ]
