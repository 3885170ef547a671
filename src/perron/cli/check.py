"""`perron check`: what files are, what is wrong with them, and how they join."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from perron.cli import options
from perron.cli.console import err, out, print_json, progress_bars
from perron.cli.language import LANG, tr
from perron.errors import BadInputError
from perron.words import Words, number

if TYPE_CHECKING:
    from perron.sources.checking import Checked, Failure
    from perron.sources.join_report import Side

SHOWN = 20
"""Unmatched bureaux shown; --json has them all."""

Files = Annotated[
    list[str],
    typer.Argument(
        metavar=tr("FILE…", "FICHIER…"),
        help=tr(
            "Files; 2019-europeennes=FILE names the election, 34172=FILE the commune.",
            "Fichiers\u202f; 2019-europeennes=FICHIER nomme l’élection, 34172=FICHIER la commune.",
        ),
    ),
]
SetAside = Annotated[
    bool,
    typer.Option(
        "--set-aside",
        help=tr(
            "Set bureaux with impossible counts aside, and say which, instead of refusing the file.",
            "Mettre de côté, en les nommant, les bureaux aux comptes impossibles.",
        ),
    ),
]


def command(files: Files, *, set_aside: SetAside = False, as_json: options.Json = False) -> None:
    """Say what files are and how they join; exit with 2 when one of them cannot be used."""
    from perron.sources.checking import check_files

    with progress_bars(quiet=as_json) as progress:
        what = Words("reading", "lecture")
        checked = check_files(
            files,
            on_bad="set_aside" if set_aside else "raise",
            progress=lambda done: progress(what, done, len(files)),
        )
    if as_json:
        print_json(as_document(checked))
    else:
        show(checked)
    if checked.failures:
        raise typer.Exit(2 if all(_bad_input(f) for f in checked.failures) else 1)


def show(checked: "Checked") -> None:
    """Print what was recognised, the notes and the join.

    Parameters
    ----------
    checked : Checked
        Files, checked.
    """
    table = Table(box=None, pad_edge=False)
    for title in (tr("file", "fichier"), tr("recognised as", "reconnu comme")):
        table.add_column(title, overflow="fold")
    table.add_column(tr("rows", "lignes"), justify="right")
    for found in checked.files:
        table.add_row(found.file, found.format.words.text(LANG), number(found.rows, 0, LANG))
    if checked.files:
        out.print(table)
    for found in checked.files:
        for note in found.notes:
            out.print(f"• {found.file}\u00a0: {note.text(LANG)}", style="dim", soft_wrap=True)
    for note in checked.notes:
        out.print(f"• {note.text(LANG)}", style="dim", soft_wrap=True)
    if checked.join is not None:
        for side in checked.join.sides:
            _show_side(side)
        for note in checked.join.notes:
            out.print(f"[yellow]•[/] {note.text(LANG)}", soft_wrap=True)
        _show_electors(checked)
    for failure in checked.failures:
        err.print(f"[bold red]{tr('Error', 'Erreur')}[/] {_message(failure)}", soft_wrap=True)


def as_document(checked: "Checked") -> dict[str, Any]:
    """Return everything as one JSON document.

    Parameters
    ----------
    checked : Checked
        Files, checked.

    Returns
    -------
    dict
        Files, failures, coverage, join with every unmatched bureau.
    """
    join = checked.join
    return {
        "files": [
            {
                "file": f.file,
                "format": f.format.name,
                "kind": f.kind,
                "what": f.format.words.text(LANG),
                "rows": f.rows,
                "notes": [note.text(LANG) for note in f.notes],
            }
            for f in checked.files
        ],
        "errors": [
            {"file": f.file, "error": type(f.error).__name__, "message": _message(f)}
            for f in checked.failures
        ],
        "coverage": {
            name: {"overlaps": c.overlaps.to_dicts(), "holes": c.holes.to_dicts(), "total_m2": c.total_m2}
            for name, c in checked.coverage.items()
        },
        "join": None
        if join is None
        else {
            "sides": [_side_document(side) for side in join.sides],
            "electors": join.electors,
            "electors_matched": join.electors_matched,
            "notes": [note.text(LANG) for note in join.notes],
        },
        "notes": [note.text(LANG) for note in checked.notes],
    }


def _side_document(side: "Side") -> dict[str, Any]:
    return {
        "election": side.election,
        "table": side.table,
        "source": side.source,
        "bureaux": side.bureaux,
        "matched": side.matched,
        "registered": side.registered,
        "registered_matched": side.registered_matched,
        "share": side.share,
        "drifted": list(side.drifted),
        "without_results": list(side.without_results),
        "without_table": list(side.without_table),
    }


def _show_side(side: "Side") -> None:
    table = {"bureaux": tr("areas", "périmètres"), "addresses": tr("addresses", "adresses")}[side.table]
    table = side.source or table
    share = number(100 * side.share, 1, LANG)
    out.print(
        tr(
            f"{side.election} ↔ {table}: {side.matched} of {side.bureaux} bureaux, {share}% of the electors",
            f"{side.election} ↔ {table}\u00a0: {side.matched} bureaux sur {side.bureaux}, "
            f"{share}\u202f% des inscrits",
        ),
        soft_wrap=True,
    )
    for codes, title in (
        (side.without_table, tr(f"results without {table}", f"résultats sans {table}")),
        (side.without_results, tr(f"{table} without results", f"{table} sans résultats")),
    ):
        if codes:
            more = tr(f" and {len(codes) - SHOWN} more (--json)", f" et {len(codes) - SHOWN} autres (--json)")
            listed = ", ".join(codes[:SHOWN]) + (more if len(codes) > SHOWN else "")
            out.print(f"  {title} ({len(codes)})\u00a0: {listed}", soft_wrap=True)


def _show_electors(checked: "Checked") -> None:
    join = checked.join
    if join is None or join.electors is None or join.electors_matched is None:
        return
    all_of_them, matched = number(join.electors, 0, LANG), number(join.electors_matched, 0, LANG)
    out.print(
        tr(
            f"{matched} of {all_of_them} electors at the addresses are in a bureau of the results",
            f"{matched} électeurs sur {all_of_them} aux adresses sont dans un bureau des résultats",
        )
    )


def _message(failure: "Failure") -> str:
    if isinstance(failure.error, BadInputError):
        return failure.error.text(LANG)
    return f"{failure.file}\u00a0: {failure.error.strerror}"


def _bad_input(failure: "Failure") -> bool:
    return isinstance(failure.error, (BadInputError, FileNotFoundError, IsADirectoryError))
