"""The charts of a bureau's page: what each says, what it draws, the figures behind it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from perron_web.features.targeting import charts
from perron_web.features.targeting.models import Score
from perron_web.platform.charts import Call
from perron_web.platform.design.figures import NOTHING, interval, number, percent, points
from perron_web.platform.words import language


@dataclass(frozen=True)
class Picture:
    """One chart: its title says what it shows."""

    key: str
    title: str
    subtitle: str
    call: Call
    source: str
    head: list[str]
    rows: list[list[str]]


History = list[dict[str, Any]]


def history_pictures(score: Score, history: History) -> list[Picture]:
    """Return the charts of turnout, support and registered electors.

    Parameters
    ----------
    score : Score
        What the run expects.
    history : list of dict
        From `history_of`.

    Returns
    -------
    list of Picture
        Those that have something to show.
    """
    if not history:
        return []
    turnout = _shares(history, "turnout", "mean_turnout")
    made = [
        _share_picture(
            "participation",
            _("Participation"),
            _("part des inscrits qui ont voté ; en gris, l’ensemble de vos bureaux"),
            turnout,
            expected=(score.turnout, score.turnout_low, score.turnout_high),
            source=_source(history),
        )
    ]
    ours = _shares([row for row in history if row["ours"] is not None], "ours", "mean_ours")
    if ours:
        made.append(
            _share_picture(
                "soutien",
                _("Soutien à notre camp et à nos alliés"),
                _("part des exprimés ; en gris, l’ensemble de vos bureaux"),
                ours,
                expected=(score.support, score.support_low, score.support_high),
                source=_source(history),
            )
        )
    return [*made, _registered_picture(history)]


def _shares(history: History, value: str, mean: str) -> list[dict[str, Any]]:
    return [
        {
            "short": row["short"],
            "name": row["name"],
            "value": round(row[value], 4),
            "mean": None if row[mean] is None else round(row[mean], 4),
            "estimated": row["estimated"] > 0,
        }
        for row in history
    ]


def _share_picture(
    key: str,
    title: str,
    subtitle: str,
    rows: list[dict[str, Any]],
    *,
    expected: tuple[float | None, float | None, float | None],
    source: str,
) -> Picture:
    value, low, high = expected
    words = {
        "mean": _("ensemble"),
        "expected": _("attendue"),
        "description": _described(title, rows, expected),
    }
    coming = None
    if value is not None and low is not None and high is not None:
        coming = {"short": _("À venir"), "value": value, "low": low, "high": high}
    table = [[_name(row), percent(row["value"]), percent(row["mean"]), _gap(row)] for row in rows]
    if coming:
        table.append(
            [
                _("À venir (estimation)"),
                f"{percent(value)} ({interval(low, high, 1, '%')})",
                NOTHING,
                NOTHING,
            ]
        )
    drawn = [{name: row[name] for name in ("short", "value", "mean", "estimated")} for row in rows]
    head = [_("Scrutin"), _("Ce bureau"), _("Ensemble"), _("Écart")]
    call = Call(charts.history, {"rows": drawn, "words": words, "expected": coming})
    return Picture(key, title, subtitle, call, source, head, table)


def _gap(row: dict[str, Any]) -> str:
    return NOTHING if row["mean"] is None else points(row["value"] - row["mean"])


def _name(row: dict[str, Any]) -> str:
    return _("%(name)s (estimé)") % {"name": row["name"]} if row["estimated"] else row["name"]


def _described(title: str, rows: list[dict[str, Any]], expected: tuple[float | None, ...]) -> str:
    said = ", ".join(f"{row['name']} {percent(row['value'], 0)}" for row in rows)
    if expected[0] is not None:
        said += _(" ; à venir : %(value)s, de %(low)s à %(high)s") % {
            "value": percent(expected[0], 0),
            "low": percent(expected[1], 0),
            "high": percent(expected[2], 0),
        }
    return f"{title}. {said}."


def _registered_picture(history: History) -> Picture:
    rows = [
        {"short": row["short"], "value": row["registered"], "estimated": row["estimated"] > 0}
        for row in history
    ]
    said = ", ".join(f"{row['name']} {number(row['registered'])}" for row in history)
    title = _("Électeurs inscrits")
    call = Call(charts.registered, {"rows": rows, "words": {"description": f"{title}. {said}."}})
    table = [
        [_name({**row, "estimated": row["estimated"] > 0}), number(row["registered"]), number(row["voters"])]
        for row in history
    ]
    head = [_("Scrutin"), _("Inscrits"), _("Votants")]
    subtitle = _("à chaque scrutin, dans les limites d’aujourd’hui")
    return Picture("inscrits", title, subtitle, call, _source(history), head, table)


def _source(history: History) -> str:
    names = dict.fromkeys(row["source"] for row in history if row["source"])
    said = " · ".join(names) or _("résultats importés")
    if any(row["estimated"] > 0 for row in history):
        said += _(". Point creux ou barre claire : résultat reporté d’un ancien découpage")
    return said


def reason_pictures(score: Score, names: dict[str, str]) -> list[Picture]:
    """Return the charts that say why a bureau is above or below the average one, score by score.

    Parameters
    ----------
    score : Score
        The bureau.
    names : dict
        Score ("mobilisation", "persuasion") to its title.

    Returns
    -------
    list of Picture
        One per score that has reasons.
    """
    return [_reason_picture(score, kind, title) for kind, title in names.items() if _rows(score, kind)]


def _rows(score: Score, kind: str) -> list[dict[str, Any]]:
    rows = [row for row in score.reasons if row["score"] == kind]
    return sorted(rows, key=lambda row: -abs(row["effect"]))


def _reason_picture(score: Score, kind: str, title: str) -> Picture:
    from perron.targeting.phrases import NAMES
    from perron_web.platform.design.figures import signed

    reasons = _rows(score, kind)
    value = float(getattr(score, kind))
    at = average = value - sum(row["effect"] for row in reasons)
    rows = [_bar(_("Bureau moyen"), 0.0, average, number(average, 3), "total")]
    for row in reasons:
        name = NAMES[row["factor"]].text(language()) if row["factor"] in NAMES else row["factor"]
        tint = "more" if row["effect"] >= 0 else "less"
        rows.append(_bar(name[:1].upper() + name[1:], at, at + row["effect"], signed(row["effect"], 3), tint))
        at += row["effect"]
    rows.append(_bar(_("Ce bureau"), 0.0, value, number(value, 3), "total"))
    table = [[row["name"], row["text"], number(row["end"], 3)] for row in rows]
    words = {"description": f"{title}. " + ", ".join(f"{row['name']} {row['text']}" for row in rows) + "."}
    head = [_("Facteur"), _("Ajoute ou retire"), _("Total")]
    subtitle = _("voix par heure de bénévole, du bureau moyen à celui-ci")
    if kind == "registration":
        subtitle = _("inscriptions par heure de bénévole, du bureau moyen à celui-ci")
    return Picture(
        kind, title, subtitle, Call(charts.reasons, {"rows": rows, "words": words}), "", head, table
    )


def _bar(name: str, start: float, end: float, text: str, tint: str) -> dict[str, Any]:
    start, end = round(start, 5), round(end, 5)
    return {"name": name, "start": start, "end": end, "right": max(start, end), "text": text, "tint": tint}
