"""`perron score`: ranked bureaux with intervals and reasons, from results alone if need be."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.inputs import former_areas, insee_data
from perron.cli.language import LANG, tr
from perron.errors import BadInputError
from perron.words import Words, number

if TYPE_CHECKING:
    from perron.targeting import Scores

FIRST = 10

_Blocs = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help=tr("Which lists are ours, allies, opponents (TOML).", "Qui est à nous, allié, adverse (TOML)."),
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(
        help=tr(
            "File to write: .csv or .parquet, reasons beside it.",
            "Fichier à écrire\u00a0: .csv ou .parquet, les raisons à côté.",
        )
    ),
]
_Example = Annotated[
    bool,
    typer.Option(
        "--example-blocs",
        help=tr(
            "Print a template of blocs for these results.", "Écrire un modèle de blocs pour ces résultats."
        ),
    ),
]
_Coming = Annotated[
    str,
    typer.Option(
        help=tr("Coming election, e.g. 2026-municipales.", "Élection à venir, ex. 2026-municipales.")
    ),
]


def command(
    *,
    results: options.Results,
    bureaux: options.BureauxIfAny = None,
    blocs: _Blocs = None,
    out: _Out = None,
    example_blocs: _Example = False,
    objective: options.ObjectiveName = "both",
    coming: _Coming = "",
    top: Annotated[
        int,
        typer.Option(min=1, help=tr("k of “among the first k”.", "k de «\u00a0parmi les k premiers\u00a0».")),
    ] = 50,
    former: options.Former = [],
    addresses: options.Addresses = [],
    areas: options.Areas = None,
    statistics: options.Statistics = [],
    housing: options.Housing = None,
    priors: options.PriorsFile = None,
    seed: options.Seed = 1,
    as_json: options.Json = False,
) -> None:
    """Score bureaux: votes gained per volunteer-hour, with intervals and reasons."""
    from perron import sources
    from perron.plan.boundaries import carried, profiles_of
    from perron.targeting import load_blocs, load_priors, score_bureaux
    from perron.targeting.template import example_blocs as template

    shapes = None if bureaux is None else sources.read_bureaux(bureaux)
    communes = None if shapes is None else set(shapes.get_column("commune"))
    votes = sources.read_results(results, communes=communes)
    if example_blocs:
        _write_text(template(votes), out)
        return
    if blocs is None:
        raise BadInputError(
            Words(
                "--blocs is needed (--example-blocs prints one)",
                "il faut --blocs (--example-blocs en écrit un)",
            )
        )
    places = sources.read_addresses(addresses) if addresses else None
    insee = insee_data(areas, statistics, housing)
    brought, notes = (
        carried(votes, shapes, former_areas(former), places) if shapes is not None else (votes, ())
    )
    scored = score_bureaux(
        brought,
        shapes,
        blocs=load_blocs(blocs),
        profiles=None if shapes is None or insee is None else profiles_of(shapes, insee, places),
        priors=load_priors(priors) if priors else None,
        objective=objective,  # type: ignore[arg-type]
        coming=coming or None,
        top=top,
        seed=seed,
    )
    written = _write_tables(scored, out)
    said = [note.text(LANG) for note in (*notes, *scored.notes)]
    if as_json:
        rows = scored.scores.to_dicts()
        print_json({"bureaux": rows, "files": [str(f) for f in written], "notes": said})
    else:
        _show(scored)
        for line in said:
            screen.print(f"• {line}", style="dim", soft_wrap=True)


def _write_text(text: str, path: Path | None) -> None:
    if path is None:
        typer.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8")


def _write_tables(scored: "Scores", path: Path | None) -> list[Path]:
    if path is None:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.stem}-{tr('reasons', 'raisons')}{path.suffix}")
    for table, file in ((scored.scores, path), (scored.reasons, beside)):
        if path.suffix == ".parquet":
            table.write_parquet(file)
        else:
            table.write_csv(file)
    return [path, beside]


def _show(scored: "Scores") -> None:
    from perron.targeting import reason_words

    for row in scored.scores.head(FIRST).iter_rows(named=True):
        gain, low, high = (
            number(row[f"votes_per_hour{end}"] or 0.0, 2, LANG) for end in ("", "_low", "_high")
        )
        screen.print(
            f"{row['rank']:>3}  [bold]{row['bureau']}[/]  {row['territory'] or ''}  "
            + tr(f"{gain} votes per hour ({low} to {high})", f"{gain} voix par heure ({low} à {high})"),
            soft_wrap=True,
        )
        why = scored.reasons.filter(scored.reasons["bureau"] == row["bureau"]).sort("effect", descending=True)
        for reason in why.head(2).iter_rows(named=True):
            if reason["effect"] > 0:
                screen.print(f"     {reason_words(reason, LANG)}", style="dim", soft_wrap=True)
