"""`perron verify-draw`: make a sealed draw again and say whether it is the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.language import LANG, tr

if TYPE_CHECKING:
    from perron.experiments.design import Verdict
    from perron.experiments.design.trial_record import TrialVerdict

DIFFERS = 1
"""Exit code of a draw that is not what its seed gives."""

_Draw = Annotated[
    Path,
    typer.Argument(
        exists=True,
        help=tr(
            "Folder or .zip of a sealed draw, or of a trial.", "Dossier ou .zip d’un tirage ou d’un essai."
        ),
    ),
]
_Ledger = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help=tr(
            "Ledger: verify the chain, and this draw's place in it.",
            "Registre\u00a0: vérifier la chaîne, et la place du tirage.",
        ),
    ),
]


def command(draw: _Draw, *, ledger: _Ledger = None, as_json: options.Json = False) -> None:
    """Verify a sealed draw: exit 0 when it is right, 1 when anything differs."""
    from perron.experiments.design import verify
    from perron.experiments.design.ledger import read_ledger
    from perron.experiments.design.reading import trial_files_in
    from perron.experiments.design.trial_record import verdict_of

    files = trial_files_in(draw)
    verdict = verdict_of(files) if files else verify(draw, read_ledger(ledger) if ledger else None)
    if as_json:
        print_json(verdict.to_dict())
    else:
        _show(verdict)
    if not verdict.right:
        raise typer.Exit(DIFFERS)


def _show(verdict: "Verdict | TrialVerdict") -> None:
    record, more = verdict.draw.record, verdict.more
    screen.print(f"[bold]{verdict.words.text(LANG)}[/]", soft_wrap=True)
    for finding in verdict.findings:
        screen.print(f"• {finding.text(LANG)}", soft_wrap=True, markup=False)
    if more:
        screen.print(tr(f"… and {more} more", f"… et {more} autres"), style="dim")
    name, at, by, seal = (record[key] for key in ("name", "sealed_at", "sealed_by", "record"))
    screen.print(
        tr(
            f"{name}, sealed on {at} by {by}, record {seal}",
            f"{name}, scellé le {at} par {by}, empreinte {seal}",
        ),
        style="dim",
        soft_wrap=True,
        markup=False,
    )
