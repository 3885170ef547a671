"""`perron verify-draw`: make a sealed draw again and say whether it is the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.language import LANG, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perron.experiments.design import Finding
    from perron.words import Words

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
    if files is not None:
        right, words, findings, record = verdict_of(files)
        told = {"right": right, "record": record["record"], "words": words._asdict()}
        told["findings"] = [finding.text(LANG) for finding in findings]
        more = 0
    else:
        verdict = verify(draw, read_ledger(ledger) if ledger else None)
        right, words, record = verdict.right, verdict.words, verdict.draw.record
        findings = list(verdict.findings)
        told, more = verdict.to_dict(), verdict.more
    if as_json:
        print_json(told)
    else:
        _show(words, findings, more, record)
    if not right:
        raise typer.Exit(DIFFERS)


def _show(words: "Words", findings: "Sequence[Finding]", more: int, record: dict[str, Any]) -> None:
    screen.print(f"[bold]{words.text(LANG)}[/]", soft_wrap=True)
    for finding in findings:
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
