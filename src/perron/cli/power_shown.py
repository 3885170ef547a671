"""The power curve as the shell shows it and writes it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from perron.cli.console import out as screen
from perron.cli.language import LANG, tr
from perron.errors import BadInputError
from perron.words import NARROW, Words, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from perron.evaluation.history import History
    from perron.experiments.power import Curve


def check_kind(path: Path) -> None:
    """Refuse a kind of file that curves are not written to.

    Parameters
    ----------
    path : Path
        File asked for.

    Raises
    ------
    BadInputError
        It is neither .csv, .parquet nor .json.
    """
    if path.suffix not in (".csv", ".parquet", ".json"):
        raise BadInputError(
            Words("this kind of file is not written", "ce type de fichier ne s’écrit pas"),
            file=path.name,
            found=path.suffix,
            expected=Words(".csv, .parquet or .json", ".csv, .parquet ou .json"),
        )


def write_curve(curve: "Curve", path: Path) -> None:
    """Write a curve to a file.

    Parameters
    ----------
    curve : Curve
        The curve.
    path : Path
        File: .csv, .parquet (its points) or .json (everything).
    """
    import orjson

    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        curve.table.write_csv(path)
    elif path.suffix == ".parquet":
        curve.table.write_parquet(path)
    else:
        path.write_bytes(orjson.dumps(curve.to_dict(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))


def show_power(
    curve: "Curve", past: "History", alike: "Mapping[str, pl.DataFrame]", written: Path | None
) -> None:
    """Print a curve and what it means.

    Parameters
    ----------
    curve : Curve
        The curve.
    past : History
        Past results it rests on.
    alike : mapping of str to polars.DataFrame
        Intra-cluster correlations of each outcome (`resemblance`).
    written : Path or None
        File it was written to.
    """
    from perron.experiments.power import verdict

    own = curve.design.arms[0].share
    for outcome in curve.table.get_column("outcome").unique(maintain_order=True).sort(descending=True):
        rows = curve.table.filter(curve.table.get_column("outcome") == outcome).to_dicts()
        screen.print(_table(outcome, rows, own))
        for words in verdict(curve, outcome).words:
            screen.print(f"• {words.text(LANG)}", soft_wrap=True)
        screen.print(f"• {_alike(alike[outcome])}", style="dim", soft_wrap=True)
        screen.print()
    used = ", ".join(curve.elections.get_column("election").unique().sort())
    screen.print(
        tr(
            "Points over everyone registered, over people visited, over people talked with; chance of "
            f"finding the effect hoped for. Past elections drawn again, {curve.draws} times each: {used}.",
            "En points sur tous les inscrits, sur les personnes visitées, sur celles à qui l’on "
            "parle\u202f; "
            f"chances de trouver l’effet espéré. Élections passées tirées à nouveau, {curve.draws} fois "
            f"chacune\u00a0: {used}.",
        ),
        style="dim",
        soft_wrap=True,
    )
    screen.print(_supposed(curve), style="dim", soft_wrap=True)
    for note in past.notes:
        screen.print(f"• {note.text(LANG)}", style="dim", soft_wrap=True)
    if written:
        screen.print(tr(f"Written to {written}", f"Écrit dans {written}"), soft_wrap=True)


def _supposed(curve: "Curve") -> str:
    """Say how visits are supposed to go."""
    reach = curve.reach
    inside, wrong = (number(100.0 * share, 1, LANG) for share in (reach.coverage, reach.contamination))
    uneven, favour = (number(value, 2, LANG) for value in (reach.uneven, reach.favour))
    return tr(
        f"Supposed: {inside}% of the doors of visited bureaux knocked at, {wrong}% of those of controls; "
        f"unevenly ({uneven}), more where we are strong ({favour}).",
        f"Supposé\u00a0: {inside}{NARROW}% des portes des bureaux visités frappées, {wrong}{NARROW}% de "
        f"celles des témoins\u202f; inégalement ({uneven}), davantage où nous sommes forts ({favour}).",
    )


def _alike(table: "pl.DataFrame") -> str:
    """Say who resembles whom, at the last past election."""
    last = table.filter(table.get_column("election") == table.get_column("election")[-1])
    names = {
        "unit": tr("two electors of one bureau", "deux électeurs d’un bureau"),
        "commune": tr("two bureaux of one commune", "deux bureaux d’une commune"),
        "territory": tr("two bureaux of one territory", "deux bureaux d’un territoire"),
    }
    parts = []
    for row in last.to_dicts():
        rest = row["adjusted"]
        adjusted = "" if rest is None else tr(" adjusted ", " après ajustement ") + number(rest, 2, LANG)
        parts.append(
            f"{names[row['within']]} {number(row['icc'], 3, LANG)}{adjusted and f' ({adjusted.strip()})'}"
        )
    return tr("Correlation: ", "Corrélation\u00a0: ") + ", ".join(parts) + f" ({last['election'][0]})"


def _table(outcome: str, rows: list[dict[str, Any]], own: float) -> Table:
    title = {
        "turnout": tr("turnout: smallest effect found", "participation\u00a0: plus petit effet trouvé"),
        "support": tr("votes: smallest effect found", "voix\u00a0: plus petit effet trouvé"),
    }.get(outcome, outcome)
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for head in (
        tr("left alone", "témoins"),
        tr("formula", "formule"),
        tr("redraws", "tirages"),
        tr("(range)", "(de à)"),
        tr("visited", "visités"),
        tr("contacted", "contactés"),
        tr("chance", "chances"),
    ):
        shown.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        shown.add_row(
            f"{number(row['control'], 0, LANG)} ({_percent(row['share'])})",
            *(_points(row[name]) for name in ("effect", "effect_redraws")),
            f"{_points(row['low'])}–{_points(row['high'])}",
            *(_points(row[name]) for name in ("visited", "contacted")),
            "" if row["found"] is None else _percent(min(row["found"], row["found_redraws"])),
            style="bold" if row["share"] == own else None,
        )
    return shown


def _points(value: float) -> str:
    size = 100.0 * value
    return "∞" if size > 1e6 else number(size, 2 if size < 10 else 0, LANG)


def _percent(value: float) -> str:
    return number(100.0 * value, 0, LANG) + ("%" if LANG == "en" else f"{NARROW}%")
