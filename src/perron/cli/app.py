"""The program `perron`: its commands, its errors and its exit codes (0 done, 1 failure, 2 bad input)."""

import errno
import sys

import typer

from perron.cli import (
    backtest,
    check,
    cut,
    demo,
    draw,
    estimate,
    evaluate,
    fetch,
    plan,
    pool,
    power,
    route,
    score,
    sheets,
    verify_draw,
)
from perron.cli.arguments import spread
from perron.cli.console import err, print_json
from perron.cli.language import LANG, check_lang, tr, without_lang
from perron.cli.usage import in_language, usage_error
from perron.errors import BadInputError, PerronError
from perron.words import Words

STOPPED = 130
"""Exit code of a run that was stopped, as shells write it."""

app = typer.Typer(
    name="perron",
    no_args_is_help=True,
    add_completion=False,
    help=tr(
        "Field campaigns in the open: from open electoral data to a walkable plan.",
        "Le porte-à-porte à ciel ouvert\u00a0: des données électorales publiques à un plan de terrain.",
    ),
)


@app.callback()
def _options(
    lang: str = typer.Option(LANG, "--lang", help=tr("Language: fr or en.", "Langue\u00a0: fr ou en.")),
) -> None:
    """Read the options that come before the command; --lang is read at start-up."""


app.command("check", help=tr("Say what files are and how they join.", "Dire ce que sont des fichiers."))(
    check.command
)
app.command("fetch", help=tr("Download a commune's official files.", "Télécharger les fichiers officiels."))(
    fetch.command
)
app.command("sheets", help=tr("Print walk lists again.", "Imprimer à nouveau des feuilles de route."))(
    sheets.command
)
app.command("score", help=tr("Rank bureaux, with reasons.", "Classer les bureaux, avec les raisons."))(
    score.command
)
app.command("backtest", help=tr("Test the forecasts on a past election.", "Éprouver les prévisions."))(
    backtest.command
)
app.command("cut", help=tr("Cut bureaux into turfs.", "Découper des bureaux en secteurs."))(cut.command)
app.command("route", help=tr("Put points in walking order.", "Mettre des points dans l’ordre de marche."))(
    route.command
)
app.command("draw", help=tr("Draw who is visited, sealed.", "Tirer au sort qui est visité, sous scellé."))(
    draw.command
)
app.command("verify-draw", help=tr("Make a sealed draw again.", "Refaire un tirage scellé, et comparer."))(
    verify_draw.command
)
app.command("power", help=tr("What an experiment would find.", "Ce qu’une expérience trouverait."))(
    power.command
)
app.command("evaluate", help=tr("What the visits changed.", "Ce que les visites ont changé."))(
    evaluate.command
)
app.command("pool", help=tr("Pool sealed results.", "Mettre en commun des résultats scellés."))(pool.command)
app.command("plan", help=tr("From files to a whole plan.", "Des fichiers au plan complet."))(plan.command)
app.command(
    "demo", help=tr("Plan Paris from the sample inside.", "Le plan de Paris, avec l’échantillon fourni.")
)(demo.command)
app.command(
    "estimate", help=tr("Estimate the effect of any experiment.", "Estimer l’effet de toute expérience.")
)(estimate.command)


def report(error: PerronError | OSError, *, as_json: bool) -> int:
    """Show an error as a person can use it, and return the exit code.

    Parameters
    ----------
    error : PerronError or OSError
        What happened.
    as_json : bool
        Whether to print it as JSON on the output.

    Returns
    -------
    int
        2 for bad input, 1 otherwise.
    """
    bad_input = isinstance(error, (BadInputError, FileNotFoundError, IsADirectoryError))
    words = error if isinstance(error, PerronError) else _system_words(error)
    text = words.text(LANG)
    if as_json:
        print_json({"error": type(error).__name__, "message": text})
    err.print(f"[bold red]{tr('Error', 'Erreur')}[/] {text}", soft_wrap=True)
    return 2 if bad_input else 1


def _system_words(error: OSError) -> Words:
    en, fr = _SYSTEM.get(error.errno or 0, (error.strerror or str(error),) * 2)
    if error.filename is None:
        return Words(en, fr)
    return Words(f"{error.filename}: {en}", f"{error.filename}\u00a0: {fr}")


_SYSTEM = {
    errno.ENOENT: ("no such file or folder", "fichier ou dossier introuvable"),
    errno.EACCES: ("permission denied", "accès refusé"),
    errno.EPERM: ("permission denied", "accès refusé"),
    errno.EROFS: ("this place can only be read", "cet emplacement est en lecture seule"),
    errno.ENOSPC: ("no space left on the disk", "plus de place sur le disque"),
    errno.EISDIR: ("this is a folder, a file is expected", "c’est un dossier, il faut un fichier"),
    errno.ENOTDIR: ("this is a file, a folder is expected", "c’est un fichier, il faut un dossier"),
    errno.EEXIST: ("a file stands here, a folder is expected", "il y a là un fichier, il faut un dossier"),
}


def report_usage(error: typer.TyperException, *, as_json: bool) -> int:
    """Show how a command was written wrongly, and return the exit code.

    Parameters
    ----------
    error : typer.TyperException
        What the command-line library found.
    as_json : bool
        Whether to print it as JSON on the output.

    Returns
    -------
    int
        The library's exit code: 2 for a usage error.
    """
    message = error.format_message()
    if message:  # there is none when the help was shown instead
        report(usage_error(message), as_json=as_json)
        context = getattr(error, "ctx", None)
        command = f"{context.command_path if context else 'perron'} --help"
        err.print(tr(f"See {command}", f"Voir {command}"), style="dim", soft_wrap=True)
    return error.exit_code


def main() -> None:
    """Run the command line."""
    asked, arguments = without_lang(sys.argv[1:])
    as_json = "--json" in arguments
    program = typer.main.get_command(app)
    in_language(program)
    try:
        check_lang(asked)
        code = program(args=spread(arguments), prog_name="perron", standalone_mode=False)
    except typer.TyperException as error:
        code = report_usage(error, as_json=as_json)
    except (PerronError, OSError) as error:
        code = report(error, as_json=as_json)
    if code == STOPPED:
        err.print(tr("Stopped.", "Arrêté."))
    sys.exit(code or 0)
