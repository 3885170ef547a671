"""`perron draw`: draw units into arms, sealed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.draw_choices import design_from, read_units
from perron.cli.language import tr
from perron.cli.naming import naming

if TYPE_CHECKING:
    from perron.experiments.design import SealedDraw

_Units = Annotated[
    Path,
    typer.Argument(
        exists=True,
        dir_okay=False,
        help=tr(
            "Units: CSV or Parquet with a column unit (or bureau), such as the scores of `perron score`.",
            "Unités\u00a0: CSV ou Parquet, une colonne unit (ou bureau), comme les scores de perron score.",
        ),
    ),
]
_By = Annotated[str, typer.Option(help=tr("Who seals the draw.", "Qui scelle le tirage."))]
_Share = Annotated[
    float,
    typer.Option(min=0, max=1, help=tr("Share left alone (control).", "Part laissée de côté (témoins).")),
]
_Name = Annotated[str, typer.Option(help=tr("Name of the experiment.", "Nom de l’expérience."))]
_Design = Annotated[
    Path | None,
    typer.Option(
        help=tr("The whole design as JSON, instead of the choices below.", "Le protocole entier, en JSON."),
        exists=True,
        dir_okay=False,
    ),
]
_Kind = Annotated[
    str,
    typer.Option(help=tr("complete, strata, pairs or saturation.", "complete, strata, pairs ou saturation.")),
]
_Unit = Annotated[
    str,
    typer.Option(help=tr("bureau, building, street, outing, person.", "bureau, building, street, outing…")),
]
_Strata = Annotated[list[str], typer.Option(help=tr("Columns of strata.", "Colonnes de strates."))]
_OrderBy = Annotated[
    str,
    typer.Option(
        help=tr(
            "Column that ranks units before they are cut into strata.",
            "Colonne qui classe les unités avant de couper les strates.",
        )
    ),
]
_Size = Annotated[
    int,
    typer.Option(
        help=tr("Units in a stratum; 0: from the share.", "Unités par strate\u202f; 0\u00a0: selon la part.")
    ),
]
_Cluster = Annotated[str, typer.Option(help=tr("Column of clusters drawn whole.", "Colonne des grappes."))]
_PairOn = Annotated[
    list[str], typer.Option(help=tr("Columns on which pairs are alike.", "Colonnes des paires."))
]
_Arms = Annotated[
    list[str],
    typer.Option(
        "--arm",
        help=tr(
            "NAME=SHARE:CHANNELS, control first: control=0.2 visit=0.4:visit both=0.4:visit,letter.",
            "NOM=PART:CANAUX, le témoin d’abord\u00a0: temoin=0.2 visite=0.4:visit deux=0.4:visit,letter.",
        ),
    ),
]
_Saturations = Annotated[
    list[str],
    typer.Option(
        "--saturation", help=tr("LEVEL=SHARE of clusters, several.", "NIVEAU=PART des grappes, plusieurs.")
    ),
]
_Again = Annotated[
    list[str],
    typer.Option(
        "--rerandomise",
        help=tr("Draw again until alike on these.", "Retirer jusqu’à l’équilibre sur ces colonnes."),
    ),
]
_Accept = Annotated[
    float, typer.Option(help=tr("Share of draws alike enough.", "Part des tirages assez équilibrés."))
]
_Ledger = Annotated[
    Path | None,
    typer.Option(
        help=tr(
            "Ledger of draws (one JSON record a line): this draw is chained to the last one and added.",
            "Registre (un procès-verbal JSON par ligne)\u00a0: ce tirage s’y enchaîne et s’y ajoute.",
        ),
        dir_okay=False,
    ),
]
_Out = Annotated[
    Path,
    typer.Option(
        "-o", "--out", help=tr("New folder, or .zip, to write.", "Nouveau dossier, ou .zip, à écrire.")
    ),
]


def command(
    units: _Units,
    *,
    by: _By,
    out: _Out,
    share: _Share = 0.15,
    seed: options.Seed = 1,
    name: _Name = "",
    design: _Design = None,
    kind: _Kind = "strata",
    unit: _Unit = "bureau",
    strata: _Strata = [],
    order_by: _OrderBy = "",
    stratum_size: _Size = 0,
    cluster: _Cluster = "",
    pair_on: _PairOn = [],
    arm: _Arms = [],
    saturation: _Saturations = [],
    rerandomise: _Again = [],
    accept: _Accept = 0.1,
    ledger: _Ledger = None,
    as_json: options.Json = False,
) -> None:
    """Draw units into arms and seal the draw."""
    from perron.experiments.design import seal
    from perron.experiments.design.ledger import append_record, last_hash
    from perron.experiments.design.placing import refuse_taken

    refuse_taken(out)
    table = read_units(units)
    chosen = design_from(
        design,
        share=share,
        kind=kind,
        unit=unit,
        strata=strata,
        order_by=order_by,
        stratum_size=stratum_size,
        cluster=cluster,
        pair_on=pair_on,
        arms=arm,
        saturations=saturation,
        rerandomise=rerandomise,
        accept=accept,
        columns=table.columns,
    )
    previous = last_hash(ledger) if ledger else ""
    with naming([units]):
        sealed = seal(
            chosen,
            table,
            seed,
            name=name or units.stem,
            by=by,
            at=datetime.now(UTC),
            previous=previous,
        )
    sealed.write(out)
    if ledger:
        append_record(ledger, sealed.record)
    if as_json:
        print_json(sealed.record)
    else:
        _show(sealed, out)


def _show(sealed: "SealedDraw", out: Path) -> None:
    for arm, units in sealed.arms.items():
        screen.print(f"{units:>7}  [bold]{arm}[/]", soft_wrap=True)
    screen.print(
        tr(f"Sealed in {out}, record {sealed.hash}", f"Scellé dans {out}, empreinte {sealed.hash}"),
        soft_wrap=True,
    )
    screen.print(
        tr(
            "Publish or send this hash now: it proves later that the draw came first.",
            "Publiez cette empreinte dès maintenant\u00a0: elle prouvera que le tirage est antérieur.",
        ),
        style="dim",
        soft_wrap=True,
    )
