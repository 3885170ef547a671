"""`perron cut`: addresses into turfs of equal time, each with its walk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perron.cli import options
from perron.cli.console import out as screen
from perron.cli.console import print_json, progress_bars
from perron.cli.executors import executor_at
from perron.cli.language import LANG, tr
from perron.words import number

if TYPE_CHECKING:
    import polars as pl

    from perron.turf import Cut

_Areas = Annotated[
    str | None,
    typer.Option(
        help=tr(
            "Boundaries of the bureaux (GeoJSON), for addresses that do not say theirs.",
            "Contours des bureaux (GeoJSON), pour les adresses qui ne disent pas le leur.",
        ),
    ),
]
_Given = Annotated[
    list[str],
    typer.Option(
        help=tr(
            "Results by bureau: electors, where addresses say neither doors nor electors.",
            "Résultats par bureau\u00a0: inscrits, quand les adresses ne disent ni portes ni électeurs.",
        )
    ),
]


def command(
    *,
    addresses: options.Addresses,
    out: options.OutFolder,
    bureaux: _Areas = None,
    results: _Given = [],
    minutes: options.Minutes = 120.0,
    times: options.TimesFile = None,
    streets: options.Streets = None,
    seed: options.Seed = 1,
    dask: options.Dask = "",
    as_json: options.Json = False,
) -> None:
    """Cut bureaux into turfs, without scores: doors.parquet, turfs.geojson, cut.json and left-out.csv."""
    from perron import sources
    from perron.geo.placing import place_addresses
    from perron.turf import DoorTimes, cut, load_times, make_stops

    chosen = load_times(times) if times else DoorTimes()
    with progress_bars(quiet=as_json) as progress, executor_at(dask) as executor:
        points = sources.read_addresses(addresses)
        if bureaux is not None:
            points = place_addresses(points, sources.read_bureaux(bureaux)).addresses
        stops = make_stops(points, _registered(results), times=chosen, minutes=minutes)
        network = sources.read_streets(streets) if streets else None
        done = cut(
            stops,
            minutes=minutes,
            times=chosen,
            network=network,
            seed=seed,
            executor=executor,
            progress=progress,
        )
    summary = _summary(done, minutes, seed)
    _write(done, summary, out)
    if as_json:
        print_json(summary)
    else:
        _show(summary, out)


def _registered(results: list[str]) -> "pl.DataFrame | None":
    """Read electors by bureau, those of the last election given."""
    if not results:
        return None
    import polars as pl

    from perron import sources

    general = sources.read_results(results).general
    return general.sort("election").group_by("bureau").agg(pl.col("registered").last()).sort("bureau")


def _summary(done: "Cut", minutes: float, seed: int) -> dict[str, Any]:
    from importlib.metadata import version

    import polars as pl

    turfs = done.turfs
    near = ((turfs.get_column("minutes") / minutes - 1).abs() <= 0.15).mean()
    reasons = done.not_cut.group_by("reason").agg(pl.len().alias("stops"), pl.sum("doors")).sort("reason")
    return {
        "version": version("perron"),
        "minutes": minutes,
        "seed": seed,
        "bureaux": turfs.get_column("bureau").n_unique(),
        "turfs": len(turfs),
        "doors": int(turfs.get_column("doors").sum()),
        "mean_minutes": turfs.get_column("minutes").mean(),
        "share_within_15_percent": near,
        "share_in_one_piece": turfs.get_column("one_piece").mean(),
        "walk_km": float(turfs.get_column("walk_m").sum()) / 1000,
        "doors_estimated": int(done.doors.filter("estimated").get_column("doors").sum()),
        "left_out": reasons.to_dicts(),
    }


def _write(done: "Cut", summary: dict[str, Any], folder: Path) -> None:
    import orjson

    from perron.output.geojson import write_turfs

    folder.mkdir(parents=True, exist_ok=True)
    done.doors.write_parquet(folder / "doors.parquet", compression="zstd", compression_level=3)
    write_turfs(done.turfs, done.doors, folder / "turfs.geojson")
    done.not_cut.write_csv(folder / "left-out.csv")
    (folder / "cut.json").write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))


def _show(summary: dict[str, Any], folder: Path) -> None:
    doors, turfs = (number(summary[name], lang=LANG) for name in ("doors", "turfs"))
    mean = number(summary["mean_minutes"] or 0, lang=LANG)
    screen.print(
        tr(
            f"{doors} doors in {turfs} turfs, {mean} minutes on average.",
            f"{doors} portes en {turfs} secteurs, {mean} minutes en moyenne.",
        )
    )
    for row in summary["left_out"]:
        left = number(row["doors"], lang=LANG)
        why = {
            "no bureau": tr("no bureau", "sans bureau"),
            "no coordinates": tr("no coordinates", "sans coordonnées"),
        }[row["reason"]]
        screen.print(
            tr(f"Left out: {left} doors ({why}).", f"Laissées de côté\u00a0: {left} portes ({why}).")
        )
    screen.print(tr(f"Written to {folder}.", f"Écrit dans {folder}."), soft_wrap=True)
