"""A plan as the shell shows it: the first bureaux, the totals, the notes, what was written."""

from pathlib import Path
from typing import TYPE_CHECKING

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
    import polars as pl

    from perron.targeting import reason_words

    alone = set(plan.allocation.filter("held_out").get_column("bureau"))
    ranked = plan.reasons.filter((pl.col("score") != "registration") & (pl.col("effect") > 0))
    for row in plan.scores.head(FIRST).iter_rows(named=True):
        low, high = (number(row[f"votes_per_hour_{end}"], 2, lang) for end in ("low", "high"))
        gain = number(row["votes_per_hour"], 2, lang)
        out.print(
            f"{row['rank']:>3}  [bold]{row['bureau']}[/]  {row['territory'] or ''}  "
            + tr(f"{gain} votes per hour ({low} to {high})", f"{gain} voix par heure ({low} à {high})")
            + (tr(", held out", ", bureau témoin") if row["bureau"] in alone else ""),
            soft_wrap=True,
        )
        why = ranked.filter(pl.col("bureau") == row["bureau"]).sort("effect", descending=True)
        if why.height:
            out.print(f"     {reason_words(why.row(0, named=True), lang)}", style="dim", soft_wrap=True)
    out.print()
    out.print(totals(plan, lang), soft_wrap=True)
    for note in plan.notes:
        out.print(f"• {note.text(lang)}", style="dim", soft_wrap=True)
    out.print(
        tr(
            f"Written to {folder}: open {folder / 'index.html'}",
            f"Écrit dans {folder}\u00a0: ouvrez {folder / 'index.html'}",
        ),
        soft_wrap=True,
    )
    first = plan.turfs.filter(pl.col("outings") > 0)
    if first.height:
        best = plan.scores.filter(pl.col("bureau").is_in(first.get_column("bureau").implode()))
        command = f"perron sheets {folder} --bureau {best.get_column('bureau')[0]}"
        out.print(
            tr(
                f"Walk lists of the first bureau: {command}",
                f"Feuilles de route du premier bureau\u00a0: {command}",
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
        f"{n['bureaux']}, {n['doors']} portes\u202f; {n['votes']} voix attendues ({n['votes_low']} à "
        f"{n['votes_high']})\u202f; {n['held_out']} bureaux témoins\u202f; {n['turfs']} secteurs découpés.",
    )
