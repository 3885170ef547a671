"""`perron pool`: several sealed results combined, beside what has been published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.language import LANG, tr
from perron.errors import BadInputError
from perron.words import Words, number

if TYPE_CHECKING:
    from perron.experiments.pooling import Combined, Study, Together

_Results = Annotated[
    list[Path],
    typer.Argument(
        exists=True,
        dir_okay=False,
        help=tr(
            "Sealed results (result/1) or whole evaluations (evaluation/1), JSON.",
            "Résultats scellés (result/1) ou évaluations entières (evaluation/1), en JSON.",
        ),
    ),
]
_Measure = Annotated[
    str, typer.Option(help=tr("turnout, support, support_valid…", "turnout, support, support_valid…"))
]
_Estimand = Annotated[
    str,
    typer.Option(
        "--on",
        help=tr(
            "assigned (everyone meant to be visited) or visited (those who were).",
            "assigned (tous ceux qu’on voulait visiter) ou visited (ceux qui l’ont été).",
        ),
    ),
]
_Method = Annotated[
    str, typer.Option(help=tr("Variance between: REML, PM or DL.", "Variance entre eux\u00a0: REML, PM, DL."))
]
_Level = Annotated[
    float, typer.Option(min=0, max=1, help=tr("Level of intervals.", "Niveau des intervalles."))
]
_Seal = Annotated[
    Path | None,
    typer.Option(
        "--seal",
        help=tr(
            "Instead, take the results out of one evaluation, seal them in this file.",
            "Plutôt, tirer les résultats d’une évaluation et les sceller dans ce fichier.",
        ),
    ),
]


def command(
    results: _Results,
    *,
    measure: _Measure = "turnout",
    on: _Estimand = "assigned",
    method: _Method = "REML",
    level: _Level = 0.95,
    seal: _Seal = None,
    as_json: options.Json = False,
) -> None:
    """Pool sealed results of several experiments."""
    from perron.experiments.pooling import pool_sealed, published, read_sealed

    sealed = [read_sealed(path) for path in results]
    if seal is not None:
        if len(sealed) != 1:
            raise BadInputError(
                Words("one evaluation is sealed at a time", "on scelle une évaluation à la fois"),
                found=str(len(sealed)),
            )
        with seal.open("xb") as file:
            file.write(sealed[0].to_json())
        screen.print(tr(f"Sealed in {seal}", f"Scellé dans {seal}"), soft_wrap=True)
        return
    together = pool_sealed(sealed, measure, on, method=method, level=level)
    beside = published(measure)
    if as_json:
        print_json(together.to_dict() | {"published": [study.to_dict() for study in beside]})
        return
    screen.print(_table(together))
    for words in together.words:
        screen.print(f"• {words.text(LANG)}", soft_wrap=True)
    for one, why in together.left_out:
        screen.print(f"• {one.name}: {why.text(LANG)}", style="dim", soft_wrap=True)
    if beside:
        _show_published(beside)


def _table(together: "Together") -> Table:
    pooled = together.pooled
    shown = Table(title=tr("in points", "en points"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column(tr("experiment", "expérience"), overflow="fold")
    for head in (
        tr("effect", "effet"),
        tr("error", "erreur"),
        tr("interval", "intervalle"),
        tr("share", "poids"),
    ):
        shown.add_column(head, justify="right", no_wrap=True)
    rows = zip(together.used, pooled.effects, pooled.errors, pooled.shares, strict=True)
    for (one, result), effect, error, share in rows:
        name = f"{one.name} ({result.election})" + ("*" if result.exploratory else "")
        shown.add_row(name, _points(effect), _points(error), "", number(100.0 * share, 0, LANG) + "\u202f%")
    for label, combined in (
        (tr("together, random effects", "ensemble, effets aléatoires"), pooled.random),
        (tr("together, one effect", "ensemble, effet unique"), pooled.fixed),
    ):
        shown.add_row(label, *_combined(combined), style="bold" if combined is pooled.random else None)
    if any(result.exploratory for _, result in together.used):
        shown.caption = tr("* not announced beforehand", "* non annoncé à l’avance")
    return shown


def _combined(combined: "Combined") -> tuple[str, str, str]:
    ends = f"{_points(combined.low)} … {_points(combined.high)}"
    return _points(combined.estimate), _points(combined.error), ends


def _points(value: float) -> str:
    return number(100.0 * value, 2, LANG)


def _show_published(studies: "tuple[Study, ...]") -> None:
    from perron.experiments.pooling.published import COUNTRIES

    screen.print(
        tr("Published, not pooled with the above:", "Publié, non combiné avec ce qui précède\u00a0:")
    )
    on = {
        "assigned": tr("on everyone meant to be visited", "sur tous ceux qu’on voulait visiter"),
        "allocated": tr("where teams were sent", "là où des équipes ont été envoyées"),
        "visited": tr("where all was visited", "là où tout a été visité"),
        "contacted": tr("on people talked with", "sur ceux à qui l’on a parlé"),
    }
    for study in studies:
        figure = "" if study.effect is None else number(study.effect, 2, LANG)
        if study.error is not None:
            figure += f" ± {number(study.error, 2, LANG)}"
        elif study.low is not None and study.high is not None:
            figure += f" ({number(study.low, 2, LANG)} … {number(study.high, 2, LANG)})"
        where = COUNTRIES[study.country].text(LANG)
        about = f"{where}, {study.election}" if study.election else where
        note = f" {study.note.text(LANG)}" if study.note else ""
        source = f"{study.journal}, {study.source}" + (f"; {study.via}" if study.via else "")
        colon = tr(": ", "\u00a0: ")
        screen.print(
            f"  {study.authors} {study.year} ({about}){colon}{figure} {on[study.estimand]}.{note} "
            f"[dim]{source}[/]",
            soft_wrap=True,
        )
