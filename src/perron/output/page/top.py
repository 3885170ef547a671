"""The parts of the page that need no script: figures of the plan, and the first bureaux."""

import html
from typing import TYPE_CHECKING, Any, Final

from perron.words import Language, Words, number

if TYPE_CHECKING:
    from perron.plan import Plan

_FIGURES: Final = (
    ("hours", Words("volunteer-hours", "heures de bénévoles")),
    ("outings", Words("outings", "sorties")),
    ("doors", Words("doors", "portes")),
    ("votes", Words("votes expected", "voix attendues")),
)
_TOP: Final = 50
_HEADS: Final = (
    Words("Rank", "Rang"),
    Words("Polling station", "Bureau"),
    Words("Territory", "Territoire"),
    Words("Votes per hour", "Voix par heure"),
)


def summary_html(summary: dict[str, Any], lang: Language) -> str:
    """Return the figures a director reads first.

    Parameters
    ----------
    summary : dict
        `plan.summary`; keys that are absent are not shown.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        A definition list's items.
    """
    items = []
    for key, words in _FIGURES:
        value = summary.get(key)
        if not isinstance(value, (int, float)):
            continue
        span = ""
        low, high = summary.get(f"{key}_low"), summary.get(f"{key}_high")
        if isinstance(low, (int, float)) and isinstance(high, (int, float)):
            between = Words("from", "de").text(lang), Words("to", "à").text(lang)
            figures = f"{between[0]} {number(low, 0, lang)} {between[1]} {number(high, 0, lang)}"
            span = f"<small>{figures}</small>"
        figure = f'<dd data-figure="{key}">{number(value, 0, lang)}</dd>'
        items.append(f"<div>{figure}<dt>{words.text(lang)}</dt>{span}</div>")
    return "".join(items)


def top_table(plan: "Plan", lang: Language) -> str:
    """Return the first bureaux as a table, for a reader without scripts.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        HTML.
    """
    heads = "".join(f'<th scope="col">{words.text(lang)}</th>' for words in _HEADS)
    rows = []
    for row in plan.scores.sort("rank").head(_TOP).iter_rows(named=True):
        value = "" if row["votes_per_hour"] is None else number(row["votes_per_hour"], 2, lang)
        cells = (
            number(row["rank"], 0, lang),
            html.escape(f"{row['bureau'].partition('_')[2]} {row['name'] or ''}"),
            html.escape(row["territory"] or ""),
            value,
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
