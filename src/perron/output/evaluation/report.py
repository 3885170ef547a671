"""The whole report: the first page, then a section for each outcome, then what surrounds them."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from perron.elections import long_name
from perron.evaluation.content import curled
from perron.evaluation.sentences import measure_label
from perron.output.evaluation import charts
from perron.output.evaluation.figures import cell, decimals_of, interval, moment, p_said, percent, points
from perron.output.evaluation.outcome_section import outcome_section
from perron.output.evaluation.pieces import Piece, Section, Writer
from perron.words import Language, duration, number


@dataclass(frozen=True, slots=True)
class Report:
    """The report in one language.

    Parameters
    ----------
    lang : {"fr", "en"}
        Language.
    name : str
        Name of the experiment.
    verdict : str
        "effect", "harm", "null" or "unclear".
    title : str
        The finding.
    facts : list of (str, str, str)
        Big figures: value, what it is, its interval.
    front : list of Section
        First page: what was tried, found, how sure, the cost, caveats.
    chart : Piece
        Effects on every outcome.
    sections : list of Section
        The tables.
    foot : str
        Draw, version.
    """

    lang: Language
    name: str
    verdict: str
    title: str
    facts: list[tuple[str, str, str]]
    front: list[Section]
    chart: Piece
    sections: list[Section]
    foot: str


def report_of(content: dict[str, Any], lang: Language) -> Report:
    """Lay the report out.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    Report
        The report.
    """
    write = Writer(lang, content["experiment"]["unit"])
    summary = content["summary"]
    front = [
        Section(key, write(key), [Piece("text", write.of(words)) for words in summary[key]])
        for key in ("tried", "found", "sure", "cost", "caveats")
        if summary[key]
    ]
    outcomes = [
        outcome_section(content, outcome, comparison, write)
        for outcome in content["outcomes"]
        for comparison in outcome["comparisons"]
    ]
    others = (_compliance, _balance, _priors, _announced, _again)
    return Report(
        lang=lang,
        name=content["experiment"]["name"],
        verdict=summary["verdict"],
        title=write.of(summary["title"]),
        facts=_facts(content, write),
        front=front,
        chart=_effects(content, write),
        sections=[*outcomes, *(section for make in others if (section := make(content, write)))],
        foot=_foot(content, write),
    )


def _facts(content: dict[str, Any], write: Writer) -> list[tuple[str, str, str]]:
    lead, lang = content["outcomes"][0]["comparisons"][0], write.lang
    main, gain = lead["main"], lead["gain"]
    digits = decimals_of(main)
    between = "de {} à {}" if lang == "fr" else "{} to {}"
    effect = between.format(points(main["low"], lang, digits), points(main["high"], lang, digits))
    facts = [(points(main["estimate"], lang, digits), write("effect"), effect)]
    if gain:
        votes = between.format(*(number(round(gain[name]), 0, lang) for name in ("low", "high")))
        facts.append((number(round(gain["votes"]), 0, lang), write("votes"), votes))
        facts += _price(gain, write)
    test = lead["permutation"]
    draws = number(test["details"]["draws"], 0, lang)
    facts.append((p_said(test["p"], lang), write("chance").format(draws=draws), ""))
    return facts


def _price(gain: dict[str, Any], write: Writer) -> list[tuple[str, str, str]]:
    """Return the hours a vote: with an interval, or the least where none may have been gained."""
    if gain["hours_low"] is None:
        return []
    french = write.lang == "fr"
    what = "par voix gagnée" if french else "for each vote gained"
    least = duration(60 * gain["hours_low"])
    if gain["hours"] is None or gain["hours_high"] is None:
        none = "ou aucune voix" if french else "or no vote at all"
        return [(f"≥ {least}", what, none)]
    most = duration(60 * gain["hours_high"])
    between = f"entre {least} et {most}" if french else f"between {least} and {most}"
    return [(duration(60 * gain["hours"]), what, between)]


def _effects(content: dict[str, Any], write: Writer) -> Piece:
    rows = []
    for outcome in content["outcomes"]:
        several = len(outcome["comparisons"]) > 1
        for comparison in outcome["comparisons"]:
            main = comparison["main"]
            digits = decimals_of(main)
            label = write.of(outcome["label"]) + (
                f" · {write.of(comparison['arm_label'])}" if several else ""
            )
            rows.append(
                {
                    "label": label,
                    "value": f"{points(main['estimate'], write.lang, digits)} "
                    f"({interval(main, write.lang, digits)})",
                    **{n: None if main[n] is None else round(100 * main[n], 4) for n in _ENDS},
                    "role": "called_for",
                }
            )
    level = percent(content["parameters"]["level"], write.lang)
    source = write.say("source_effect", record=content["experiment"]["record"][:12], level=level)
    words = {"description": write.of(content["summary"]["title"]), "axis": write("points")}
    return Piece("chart", source, chart=partial(charts.intervals, rows, words))


_ENDS = ("estimate", "low", "high")


def _compliance(content: dict[str, Any], write: Writer) -> Section | None:
    found, lang = content["compliance"], write.lang
    if found is None:
        return None
    labels = {arm["name"]: write.of(arm["label"]) for arm in content["experiment"]["arms"]}
    rows = [
        [
            labels[row["arm"]],
            *(cell(row[name], lang) for name in ("units", "visited", "knocked", "opened", "talked")),
            percent(row["coverage"], lang, 1),
        ]
        for row in found["arms"]
    ]
    bins = [
        {
            **row,
            "start": 100 * row["start"],
            "end": 100 * row["end"],
            "left_alone": arm["left_alone"],
            "text": f"{labels[arm['arm']]} · {percent(arm['coverage'], lang)}",
        }
        for arm in found["arms"]
        for row in found["coverage"]
        if row["arm"] == arm["arm"]
    ]
    heads = write.head("arm", "units", "visited", "doors", "opened", "talked", "coverage")
    words = {"description": write("compliance"), "axis": "%"}
    shares = {name: percent(value, lang, 1) for name, value in found["shares"].items()}
    pieces = [
        Piece("text", write.say("knocks", **shares)),
        Piece("chart", write.say("source_visits"), chart=partial(charts.coverage, bins, words)),
        Piece("table", write("compliance"), columns=heads, rows=rows),
        *_controls(found["controls"], write),
    ]
    return Section("compliance", write("compliance"), pieces)


def _controls(controls: list[dict[str, Any]], write: Writer) -> list[Piece]:
    if not controls:
        return []
    rows = [
        [row["unit"], cell(row["knocked"], write.lang), cell(row["opened"], write.lang)]
        for row in controls[:MOST_CONTROLS]
    ]
    if len(controls) > MOST_CONTROLS:
        rows.append([f"+ {len(controls) - MOST_CONTROLS} {write('units_more')}", "", ""])
    caption = "Témoins visités quand même" if write.lang == "fr" else "Left alone, and visited all the same"
    return [Piece("table", caption, columns=write.head("unit", "doors", "opened"), rows=rows)]


MOST_CONTROLS = 12


def _balance(content: dict[str, Any], write: Writer) -> Section | None:
    found, lang = content["balance"], write.lang
    if found is None:
        return None
    others = [row for row in found["rows"] if row["standardised"] is not None]
    several = len({row["arm"] for row in others}) > 1
    labels = {arm["name"]: write.of(arm["label"]) for arm in content["experiment"]["arms"]}
    rows, marks = [], []
    for row in others:
        name = write.of(row["label"]) + (f" · {labels[row['arm']]}" if several else "")
        gap = number(row["standardised"], 2, lang)
        chance = f"{number(row['low'], 2, lang)} à {number(row['high'], 2, lang)}"
        chance = chance if lang == "fr" else chance.replace(" à ", " to ")
        rows.append([name, _plain(row["mean"], lang), _plain(row["difference"], lang), gap, chance])
        marks.append(
            {
                "label": name,
                "value": gap,
                "difference": row["standardised"],
                "low": row["low"],
                "high": row["high"],
            }
        )
    words = {"description": write("balance"), "axis": write.head("standardised")[0].lower()}
    heads = write.head("column", "mean", "difference", "standardised", "range")
    pieces = [
        Piece("text", write.say("balance", p=percent(found["p"], lang))),
        Piece("chart", write.say("source_balance"), chart=partial(charts.balance, marks, words)),
        Piece("table", write("balance"), columns=heads, rows=rows),
    ]
    return Section("balance", write("balance"), pieces)


def _plain(value: float | None, lang: Language) -> str:
    if value is None:
        return "–"
    size = abs(value)
    return number(value, 0 if size >= 100 else 2 if size >= 1 else 4, lang)


def _priors(content: dict[str, Any], write: Writer) -> Section | None:
    found, lang = content["priors"], write.lang
    if found is None:
        return None

    def value(mean: float, sd: float | None) -> str:
        return number(mean, 3, lang) + ("" if sd is None else f" ± {number(sd, 3, lang)}")

    rows = [
        [
            write.of(f["label"]),
            value(f["prior_mean"], f["prior_sd"]),
            value(f["measured"], f["error"]),
            value(f["mean"], f["sd"]),
        ]
        for f in found["figures"]
    ]
    pieces = [
        Piece("text", write.say("priors")),
        Piece(
            "table", write("priors"), columns=write.head("figure", "before", "measured", "after"), rows=rows
        ),
        Piece("code", found["toml"]),
    ]
    return Section("priors", write("priors"), pieces)


def _announced(content: dict[str, Any], write: Writer) -> Section:
    record, gaps = content["registration"]["record"], content["registration"]["departures"]
    pieces = []
    if record:
        at = moment(record["frozen_at"], write.lang)
        pieces.append(Piece("text", f"{write('frozen')}{write.colon}{at} · {record['record'][:12]}"))
        pieces.append(Piece("list", items=[_outcome(one, write.lang) for one in record["outcomes"]]))
    if gaps:
        pieces.append(Piece("list", items=[write.of(words) for words in gaps]))
    else:
        pieces.append(Piece("text", write.say("obeyed")))
    return Section("announced", write("announced"), pieces)


def _outcome(announced: dict[str, Any], lang: Language) -> str:
    label = curled(measure_label(announced["measure"], announced.get("bloc", "")).text(lang))
    return f"{label} · {long_name(announced['election']).text(lang)}"


def _again(content: dict[str, Any], write: Writer) -> Section:
    experiment = content["experiment"]
    files = [[name, value] for name, value in content["inputs"].items()]
    facts = [
        f"{write('draw')} {experiment['record']}",
        f"{write('sealed')} {moment(experiment['sealed_at'], write.lang)}",
        f"{write('seed')} {experiment['seed']} · {content['parameters']['seed']}",
        f"perron {content['version']}",
    ]
    pieces = [Piece("text", write.say("again")), Piece("list", items=facts)]
    if content["notes"]:
        pieces += [
            Piece("heading", write("notes")),
            Piece("list", items=[write.of(words) for words in content["notes"]]),
        ]
    if files:
        pieces.append(Piece("table", "", columns=write.head("file", "hash"), rows=files))
    return Section("again", write("again"), pieces)


def _foot(content: dict[str, Any], write: Writer) -> str:
    experiment = content["experiment"]
    return f"{write('draw')} {experiment['record'][:12]} · perron {content['version']}"
