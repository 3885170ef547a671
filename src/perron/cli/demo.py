"""`perron demo`: the plan of the Paris sample, in a folder, opened in the browser."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from perron.cli import options
from perron.cli.console import err, print_json, progress_bars
from perron.cli.console import out as shown
from perron.cli.executors import executor_at
from perron.cli.language import LANG, tr
from perron.cli.shown import show_plan
from perron.errors import ParameterError
from perron.words import Words


def command(
    *,
    out: options.OutFolder = Path("demo"),
    hours: options.Hours = 1200.0,
    holdout: options.Holdout = 0.2,
    seed: options.Seed = 1,
    sheets: options.Sheets = 400,
    dask: options.Dask = "",
    example: Annotated[
        str,
        typer.Option(
            help=tr(
                "Invented campaign: centre, droite or gauche; Perron takes no side.",
                "Campagne imaginaire\u00a0: centre, droite ou gauche\u202f; Perron ne prend pas parti.",
            )
        ),
    ] = "centre",
    files: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            help=tr(
                "Only write the sample as ordinary files, to try the other commands on.",
                "Écrire seulement l’échantillon en fichiers ordinaires, pour essayer les autres commandes.",
            ),
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help=tr("Open the page.", "Ouvrir la page."))
    ] = True,
    as_json: options.Json = False,
) -> None:
    """Plan Paris from the sample that ships with Perron; its blocs are an example, edit them."""
    if files is not None:
        _write_files(files, as_json=as_json)
        return
    from perron.output.folder import refuse_foreign

    refuse_foreign(out)
    blocs = _example(example)
    err.print(
        tr(
            "Paris: six elections, 896 bureaux, 72,107 addresses. "
            "The first run compiles what it computes with (about a minute).",
            "Paris\u00a0: six scrutins, 896 bureaux, 72\u202f107 adresses. "
            "Le premier lancement compile les calculs (environ une minute).",
        ),
        soft_wrap=True,
    )
    with progress_bars(quiet=as_json) as progress, executor_at(dask) as executor:
        from perron.output import write_plan
        from perron.plan import Insee, make_plan
        from perron.samples import load_paris
        from perron.samples.paris import BEFORE_2017
        from perron.targeting import load_blocs

        paris = load_paris()
        plan = make_plan(
            paris.results,
            paris.bureaux_2017,
            paris.addresses,
            blocs=load_blocs(blocs),
            former=dict.fromkeys(BEFORE_2017, paris.bureaux_2012),
            insee=Insee(paris.areas, paris.statistics, paris.housing),
            hours=hours,
            holdout=holdout,
            seed=seed,
            credits=paris.credits,
            executor=executor,
            progress=progress,
        )
        content = write_plan(plan, out, sheets=sheets, lang=LANG, progress=progress)
    if as_json:
        print_json(content)
    else:
        show_plan(plan, out, LANG)
    if show and not as_json:
        webbrowser.open((out / "index.html").resolve().as_uri())


def _example(name: str) -> Path:
    """Return the file of an invented campaign."""
    from perron.samples import paris

    names = {path.stem.removeprefix("blocs-"): path for path in paris.FOLDER.glob("blocs-*.toml")}
    if name not in names:
        known = ", ".join(sorted(names))
        raise ParameterError(
            Words("unknown example", "exemple inconnu"),
            column="--example",
            found=name,
            expected=Words(known, known),
        )
    return names[name]


def _write_files(folder: Path, *, as_json: bool) -> None:
    from perron.cli.demo_files import write_files
    from perron.samples import load_paris

    written = write_files(load_paris(), folder)
    if as_json:
        print_json({"files": [str(path) for path in written]})
    else:
        shown.print(tr(f"{len(written)} files in {folder}", f"{len(written)} fichiers dans {folder}"))
