"""`perron route`: put any table of points in walking order, turf by turf."""

from pathlib import Path
from typing import Annotated

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json
from perron.cli.language import LANG, tr
from perron.words import number

_Table = Annotated[
    Path,
    typer.Argument(
        exists=True,
        dir_okay=False,
        help=tr(
            "Table with lon and lat, and turf where there are several (CSV or Parquet).",
            "Table avec lon et lat, et turf s’il y en a plusieurs (CSV ou Parquet).",
        ),
    ),
]
_Out = Annotated[
    Path,
    typer.Option(help=tr("File to write (.csv or .parquet).", "Fichier à écrire (.csv ou .parquet).")),
]
_First = Annotated[
    bool,
    typer.Option(
        help=tr("Keep the first row of each turf as its start.", "Partir de la première ligne du secteur.")
    ),
]


def command(
    *,
    table: _Table,
    out: _Out,
    streets: options.Streets = None,
    from_first: _First = False,
    seed: options.Seed = 1,
    as_json: options.Json = False,
) -> None:
    """Order points for walking: adds order (from 1) and leg_m, metres from the point before."""
    import polars as pl

    from perron.sources import read_streets
    from perron.turf.route import route

    frame = pl.read_parquet(table) if table.suffix == ".parquet" else pl.read_csv(table)
    ordered = route(
        frame,
        network=read_streets(streets) if streets else None,
        from_first=from_first,
        seed=seed,
        file=table.name,
    )
    if out.suffix == ".parquet":
        ordered.write_parquet(out)
    else:
        ordered.write_csv(out)
    walk = float(ordered.get_column("leg_m").sum())
    turfs = ordered.get_column("turf").n_unique() if "turf" in ordered.columns else 1
    if as_json:
        print_json({"points": len(ordered), "turfs": turfs, "walk_m": walk})
    else:
        km = number(walk / 1000, 1, LANG)
        screen.print(
            tr(
                f"{len(ordered)} points in {turfs} walks, {km} km.",
                f"{len(ordered)} points en {turfs} parcours, {km} km.",
            )
        )
