"""`perron evaluate`: results and visits in, the report of the experiment out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json, progress_bars
from perron.cli.evaluate_inputs import Given, announced_in, gathered, json_of, the_draw
from perron.cli.inputs import hashes
from perron.cli.language import LANG, tr
from perron.cli.naming import naming
from perron.errors import BadInputError
from perron.words import Words

if TYPE_CHECKING:
    from perron.evaluation.content import Evaluation

_FILE = {"exists": True, "dir_okay": False}
_Design = Annotated[
    Path | None,
    typer.Option(
        exists=True, help=tr("The sealed draw (folder or .zip).", "Le tirage scellé (dossier ou .zip).")
    ),
]
_Visits = Annotated[
    Path | None,
    typer.Option(
        help=tr(
            "Visits: unit, doors, knocked, opened, talked, minutes.",
            "Visites\u00a0: bureau, portes, frappées, ouvertes, échanges, minutes.",
        ),
        **_FILE,
    ),
]
_Counts = Annotated[
    list[str],
    typer.Option(
        help=tr(
            "ELECTION=FILE: your own counts by bureau or building; counts, never names.",
            "ÉLECTION=FICHIER\u00a0: vos comptes par bureau ou immeuble\u202f; des comptes, jamais de noms.",
        )
    ),
]
_Registration = Annotated[
    Path | None,
    typer.Option(
        help=tr("What was announced before the vote.", "Ce qui a été annoncé avant le vote."), **_FILE
    ),
]
_Blocs = Annotated[
    Path | None,
    typer.Option(
        help=tr("Which lists are ours, allies, opponents (TOML).", "Qui est à nous, allié, adverse (TOML)."),
        **_FILE,
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", file_okay=False, help=tr("Folder to write.", "Dossier à écrire.")),
]
_Again = Annotated[
    Path | None,
    typer.Option(
        help=tr("Compute again what evaluation.json holds.", "Refaire le calcul d’un evaluation.json."),
        **_FILE,
    ),
]


def command(
    *,
    design: _Design = None,
    results: options.Results = [],
    visits: _Visits = None,
    counts: _Counts = [],
    registration: _Registration = None,
    blocs: _Blocs = None,
    bureaux: options.BureauxIfAny = None,
    former: options.Former = [],
    addresses: options.Addresses = [],
    election: Annotated[
        str,
        typer.Option(help=tr("Election evaluated, if not the last.", "Scrutin évalué, sinon le dernier.")),
    ] = "",
    exclude: Annotated[
        list[str],
        typer.Option(help=tr("Units lost after the draw.", "Unités perdues après le tirage.")),
    ] = [],
    hours: Annotated[
        float | None, typer.Option(min=0, help=tr("Volunteer-hours spent.", "Heures de bénévoles passées."))
    ] = None,
    money: Annotated[
        float | None, typer.Option(min=0, help=tr("Money spent, euros.", "Dépenses, en euros."))
    ] = None,
    priors: options.PriorsFile = None,
    inputs: options.InputsFolder = None,
    seed: options.Seed = 1,
    permutations: Annotated[
        int, typer.Option(min=100, help=tr("Draws made again.", "Tirages refaits."))
    ] = 10_000,
    level: Annotated[
        float, typer.Option(min=0.5, max=0.999, help=tr("Level of intervals.", "Niveau des intervalles."))
    ] = 0.95,
    again: _Again = None,
    out: _Out = None,
    as_json: options.Json = False,
) -> None:
    """Evaluate an experiment: effect, certainty, price of a vote."""
    from perron.output.folder import EVALUATION, refuse_foreign

    if out is not None:
        refuse_foreign(out, EVALUATION)
    with progress_bars(quiet=as_json) as progress:
        if again is not None:
            found = _again(again)
        else:
            from perron.evaluation.analysis import Settings
            from perron.evaluation.cost import Costs
            from perron.evaluation.evaluate import evaluate
            from perron.evaluation.visits import read_visits
            from perron.targeting import load_priors

            draw = the_draw(design)
            given = Given(results, counts, blocs, bureaux, former, addresses, inputs)
            record = None if registration is None else announced_in(registration)
            with naming([*results, *counts]):
                found_in = gathered(draw, given, record, election)
            costs = None if hours is None and money is None else Costs(hours, money)
            with naming([*results, *counts]):
                found = evaluate(
                    draw,
                    found_in.outcomes,
                    visits=None if visits is None else read_visits(visits),
                    registration=record,
                    labels=found_in.labels,
                    neighbours=found_in.neighbours,
                    costs=costs,
                    priors=load_priors(priors) if priors else None,
                    exclude=exclude,
                    files=hashes([*given.files(), visits, registration, priors]),
                    visits_file="" if visits is None else visits.name,
                    notes=found_in.notes,
                    settings=Settings(level=level, permutations=permutations, seed=seed),
                    progress=progress,
                )
        if out is not None:
            from perron.output.evaluation import write_evaluation

            write_evaluation(found.content(), out, lang=LANG, progress=progress)
    _show(found, out, as_json=as_json)


def _again(path: Path) -> "Evaluation":
    """Compute again, and refuse a file whose figures are not those that its data give."""
    from perron.evaluation.again import differences, evaluate_again

    content = json_of(path, "evaluation/1")
    with naming([path], choices=True):
        found = evaluate_again(content, file=path.name)
    different = differences({**content, "version": ""}, {**found.content(), "version": ""})
    if different:
        raise BadInputError(
            Words(
                "the figures written here are not those that its data give",
                "les chiffres écrits ici ne sont pas ceux que donnent ses données",
            ),
            file=path.name,
            column=different[0],
            found=", ".join(different[1:4]),
        )
    return found


def _show(found: "Evaluation", out: Path | None, *, as_json: bool) -> None:
    content = found.content()
    if as_json:
        print_json({name: value for name, value in content.items() if name != "data"})
        return
    screen.print(f"[bold]{found.title(LANG)}[/]", soft_wrap=True)
    for key in ("tried", "found", "sure", "cost", "caveats"):
        for words in content["summary"][key]:
            screen.print(f"• {words[LANG]}", soft_wrap=True)
    if out is not None:
        screen.print(
            tr(
                f"Written in {out}: index.html, evaluation.pdf, evaluation.json, its tables as CSV",
                f"Écrit dans {out}\u00a0: index.html, evaluation.pdf, evaluation.json, ses tableaux en CSV",
            ),
            style="dim",
        )
