"""`perron estimate`: every estimate that applies to the table of an experiment, ours or not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.estimates import show_findings
from perron.cli.language import tr
from perron.errors import BadInputError, ParameterError
from perron.words import Words

if TYPE_CHECKING:
    from perron.experiments.estimate.compare import Asked

_Table = Annotated[
    Path,
    typer.Argument(
        exists=True,
        dir_okay=False,
        metavar="TABLE",
        help=tr(
            "CSV (also .gz), Parquet, Stata .dta, R .rda or .rds.",
            "CSV (aussi .gz), Parquet, Stata .dta, R .rda ou .rds.",
        ),
    ),
]
_Outcome = Annotated[
    str, typer.Option(help=tr("Column of the outcome: numbers, or yes/no.", "Colonne du résultat."))
]
_Assigned = Annotated[
    str,
    typer.Option(
        help=tr(
            "Column of what each row was drawn to: 0/1, yes/no, or names of arms.",
            "Colonne du tirage\u00a0: 0/1, oui/non, ou noms de groupes.",
        )
    ),
]
_Received = Annotated[
    str,
    typer.Option(help=tr("Column of what was really done (0/1, or a share).", "Colonne de ce qui fut fait.")),
]
_Blocks = Annotated[str, typer.Option(help=tr("Column of the strata of the draw.", "Colonne des strates."))]
_Clusters = Annotated[
    str, typer.Option(help=tr("Column of the groups drawn whole.", "Colonne des grappes tirées entières."))
]
_Weights = Annotated[
    str, typer.Option(help=tr("Column of weights, above 0.", "Colonne des poids, plus de 0."))
]
_Covariates = Annotated[
    list[str],
    typer.Option(help=tr("Columns known before the draw.", "Colonnes connues avant le tirage.")),
]
_Control = Annotated[
    str,
    typer.Option(help=tr("Name of the arm left alone.", "Nom du groupe témoin dans la colonne du tirage.")),
]
_Between = Annotated[
    tuple[str, str],
    typer.Option(
        metavar=tr("LEAST MOST", "MIN MAX"),
        help=tr(
            "Bounds of the outcome: numbers, or a column for the most (registered).",
            "Bornes du résultat\u00a0: nombres, ou une colonne pour le maximum (inscrits).",
        ),
    ),
]
_Drop = Annotated[
    bool,
    typer.Option(
        "--drop-missing",
        help=tr(
            "Leave out rows with an empty cell (counted by arm) instead of stopping.",
            "Laisser de côté les lignes à case vide (comptées par groupe) au lieu de s’arrêter.",
        ),
    ),
]
_Permutations = Annotated[
    int,
    typer.Option(
        min=0,
        max=10_000_000,
        help=tr(
            "Draws of randomisation inference; 0: none.",
            "Tirages de l’inférence par permutation\u202f; 0\u00a0: aucun.",
        ),
    ),
]
_Level = Annotated[float, typer.Option(help=tr("Level of the intervals.", "Niveau des intervalles."))]
_Name = Annotated[
    str, typer.Option("--table", help=tr("Table of an R file that holds several.", "Tableau d’un fichier R."))
]


def command(
    table: _Table,
    *,
    outcome: _Outcome,
    assigned: _Assigned,
    received: _Received = "",
    blocks: _Blocks = "",
    clusters: _Clusters = "",
    weights: _Weights = "",
    covariates: _Covariates = [],
    control: _Control = "",
    between: _Between = ("", ""),
    drop_missing: _Drop = False,
    permutations: _Permutations = 10_000,
    level: _Level = 0.95,
    seed: options.Seed = 1,
    name: _Name = "",
    as_json: options.Json = False,
) -> None:
    """Estimate the effect of an experiment: every method that applies, and the one the design called for."""
    from perron.experiments.estimate.compare import Asked, compare
    from perron.sources.any_table import read_any_table

    asked = Asked(
        outcome=outcome,
        assigned=assigned,
        received=received,
        blocks=blocks,
        clusters=clusters,
        weights=weights,
        covariates=tuple(covariates),
        control=control,
        between=_bounds(between),
        drop_missing=drop_missing,
    )
    read = read_any_table(table, name=name)
    try:
        found = compare(read, asked, level=level, permutations=permutations, seed=seed)
    except BadInputError as error:
        error.file = error.file or table.name
        raise
    if as_json:
        print_json({"table": table.name, "asked": _asked(asked), "seed": seed} | found.to_dict())
    else:
        show_findings(found, screen)


def _bounds(between: tuple[str, str]) -> "tuple[float | str, float | str] | None":
    if between == ("", ""):
        return None
    low, high = (_end(end) for end in between)
    if isinstance(low, float) and isinstance(high, float) and low >= high:
        raise ParameterError(
            Words("the least is not below the most", "le minimum n’est pas sous le maximum"),
            column="--between",
            found=f"{low} {high}",
        )
    return low, high


def _end(text: str) -> float | str:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _asked(asked: "Asked") -> dict[str, object]:
    return {key: value for key, value in vars(asked).items() if value not in {"", None, False, ()}}
