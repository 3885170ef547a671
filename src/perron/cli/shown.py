"""A plan as the shell shows it: the first bureaux, the totals, the notes, what was written."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from perron.cli.console import out
from perron.cli.language import tr
from perron.words import Language, number

if TYPE_CHECKING:
    from perron.plan import Plan

FIRST = 10


def show_plan(plan: "Plan", folder: Path, lang: Language) -> None:
    """Print the plan's first bureaux, totals and notes.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    folder : Path
        Where it was written.
    lang : {"fr", "en"}
        Language.
    """
    from perron.targeting import reason_words

    table = Table(box=None, pad_edge=False)
    for title in (
        "",
        tr("bureau", "bureau"),
        tr("where", "où"),
        tr("votes per hour", "voix par heure"),
        tr("why", "pourquoi"),
    ):
        table.add_column(title, justify="right" if "/" in title else "left")
    for row in plan.scores.head(FIRST).iter_rows(named=True):
        why = plan.reasons.filter(
            (plan.reasons["bureau"] == row["bureau"]) & (plan.reasons["effect"] > 0)
        ).sort("effect", descending=True)
        reason = reason_words(why.row(0, named=True), lang) if why.height else ""
        interval = (
            f"{number(row['votes_per_hour'], 2, lang)} "
            f"({number(row['votes_per_hour_low'], 2, lang)} – {number(row['votes_per_hour_high'], 2, lang)})"
        )
        table.add_row(str(row["rank"]), row["bureau"], row["territory"] or "", interval, reason)
    out.print(table)
    out.print()
    out.print(totals(plan, lang), soft_wrap=True)
    for note in plan.notes:
        out.print(f"• {note.text(lang)}", style="dim", soft_wrap=True)
    out.print(
        tr(
            f"Written to {folder}: open {folder / 'index.html'}",
            f"Écrit dans {folder} : ouvrez {folder / 'index.html'}",
        ),
        soft_wrap=True,
    )


def totals(plan: "Plan", lang: Language) -> str:
    """Say in one sentence what the plan spends and expects.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        The sentence.
    """
    s = plan.summary
    n = {key: number(value, 0, lang) for key, value in s.items() if isinstance(value, (int, float))}
    return tr(
        f"{n['outings']} outings ({n['hours']} volunteer-hours) in {n['bureaux_visited']} of {n['bureaux']} "
        f"bureaux, {n['doors']} doors; {n['votes']} votes expected ({n['votes_low']} to {n['votes_high']}); "
        f"{n['held_out']} bureaux held out; {n['turfs']} turfs cut.",
        f"{n['outings']} sorties ({n['hours']} heures de bénévoles) dans {n['bureaux_visited']} bureaux sur "
        f"{n['bureaux']}, {n['doors']} portes ; {n['votes']} voix attendues ({n['votes_low']} à "
        f"{n['votes_high']}) ; {n['held_out']} bureaux témoins ; {n['turfs']} secteurs découpés.",
    )
