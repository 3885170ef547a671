"""`perron sheets`: print again any bureau or turf of a written plan."""

from pathlib import Path
from typing import Annotated

import typer

from perron.cli import options
from perron.cli.console import out, print_json, progress_bars
from perron.cli.language import LANG, tr


def command(
    *,
    plan_dir: Annotated[
        Path,
        typer.Argument(
            help=tr("Folder of the plan.", "Dossier du plan."),
            exists=True,
            file_okay=False,
            metavar="PLAN_DIR",
        ),
    ],
    bureau: Annotated[
        list[str],
        typer.Option(help=tr("Bureau, e.g. 75056_1905 or 1905.", "Bureau, ex. 75056_1905 ou 1905.")),
    ] = [],
    turf: Annotated[
        list[str],
        typer.Option(help=tr("Turf, e.g. 75056_1905-03 or 1905-03.", "Secteur, ex. 1905-03.")),
    ] = [],
    out_file: Annotated[
        Path, typer.Option("--out", help=tr("PDF to write.", "PDF à écrire."), dir_okay=False)
    ] = Path("feuilles-de-route.pdf"),
    as_json: options.Json = False,
) -> None:
    """Print walk lists again: some bureaux, some turfs, or every turf the plan sends someone to."""
    from perron.output.read import read_plan
    from perron.output.sheets import make_sheets, turfs_named

    with progress_bars(quiet=as_json) as progress:
        plan, code = read_plan(plan_dir)
        turfs = turfs_named(plan, bureaux=bureau, turfs=turf)
        made = make_sheets(plan, turfs, code=code, lang=LANG, progress=progress) if turfs else b""
    if not made:
        out.print(tr("This plan has no turf to print.", "Ce plan n’a pas de secteur à imprimer."))
        return
    out_file.write_bytes(made)
    if as_json:
        print_json({"file": str(out_file), "turfs": turfs})
    else:
        many = "s" if len(turfs) > 1 else ""
        count = len(turfs)
        out.print(
            tr(f"{count} walk list{many} in {out_file}", f"{count} feuille{many} de route dans {out_file}"),
            soft_wrap=True,
        )
