"""`perron backtest`: forecast a past election from the earlier ones; the errors, beside simpler ones'."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from perron.cli import options
from perron.cli.console import out, print_json
from perron.cli.inputs import former_areas, insee_data
from perron.cli.language import LANG, tr
from perron.errors import BadInputError
from perron.words import Words, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from perron.plan import Insee
    from perron.tables import Results


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What the backtest reads, from files or from the sample."""

    results: "Results"
    shapes: "pl.DataFrame | None"
    addresses: "pl.DataFrame | None"
    former: "Mapping[str, pl.DataFrame]"
    insee: "Insee | None"
    blocs: Path | None


def command(
    *,
    results: options.Results = [],
    bureaux: options.BureauxIfAny = None,
    target: Annotated[
        str, typer.Option(help=tr("Election to forecast.", "Élection à prévoir."))
    ] = "2019-europeennes",
    blocs: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help=tr(
                "Which lists are ours, allies, opponents (TOML).", "Qui est à nous, allié, adverse (TOML)."
            ),
        ),
    ] = None,
    former: options.Former = [],
    addresses: options.Addresses = [],
    areas: options.Areas = None,
    statistics: options.Statistics = [],
    housing: options.Housing = None,
    sample: Annotated[
        str, typer.Option(help=tr("Bundled sample: paris.", "Exemple fourni\u00a0: paris."))
    ] = "",
    as_json: options.Json = False,
) -> None:
    """Forecast a past election from the earlier ones and measure the errors."""
    from perron.plan.boundaries import carried, profiles_of
    from perron.sources import read_addresses
    from perron.targeting import load_blocs
    from perron.targeting.aligning import around_bureaux, touching
    from perron.targeting.backtest import backtest
    from perron.targeting.panel import make_panel
    from perron.targeting.profiles import covariates_of

    given = (
        _sample(sample)
        if sample
        else _Inputs(
            *_files(results, bureaux),
            read_addresses(addresses) if addresses else None,
            former_areas(former),
            insee_data(areas, statistics, housing),
            None,
        )
    )
    shapes, blocs = given.shapes, blocs or given.blocs
    brought, notes = (
        carried(given.results, shapes, given.former, given.addresses)
        if shapes is not None
        else (given.results, ())
    )
    codes = None if shapes is None else shapes.get_column("bureau").to_list()
    panel = make_panel(brought, load_blocs(blocs) if blocs else None, codes)
    profiles = None if shapes is None else profiles_of(shapes, given.insee, given.addresses)
    table = backtest(
        panel,
        target,
        around=around_bureaux(panel.bureaux, touching(shapes)),
        covariates=covariates_of(profiles, panel.bureaux),
    )
    if as_json:
        print_json({"target": target, "rows": table.to_dicts(), "notes": [n.text(LANG) for n in notes]})
        return
    _show(table, target)
    for note in notes:
        out.print(f"· {note.text(LANG)}", soft_wrap=True)


def _files(results: list[str], bureaux: str | None) -> "tuple[Results, pl.DataFrame | None]":
    from perron.sources import read_bureaux, read_results

    if not results:
        raise BadInputError(
            Words("--results (or --sample paris) is needed", "il faut --results (ou --sample paris)")
        )
    shapes = None if bureaux is None else read_bureaux(bureaux)
    communes = None if shapes is None else set(shapes.get_column("commune"))
    return read_results(results, communes=communes), shapes


def _sample(name: str) -> _Inputs:
    from perron.plan import Insee
    from perron.samples import load_paris
    from perron.samples.paris import BEFORE_2017

    if name != "paris":
        raise BadInputError(
            Words("no such sample", "pas d’exemple de ce nom"), found=name, expected=Words("paris", "paris")
        )
    paris = load_paris()
    return _Inputs(
        paris.results,
        paris.bureaux_2017,
        paris.addresses,
        dict.fromkeys(BEFORE_2017, paris.bureaux_2012),
        Insee(paris.areas, paris.statistics, paris.housing),
        paris.folder / "blocs-gauche.toml",
    )


def _show(table: "pl.DataFrame", target: str) -> None:
    """Print one table per quantity, best first, ours in bold."""
    heads = (
        tr("swing", "évolution"),
        tr("error", "erreur"),
        tr("rank", "rang"),
        tr("top 10 %", "1er 10\u202f%"),
        tr("in 90 %", "ds 90\u202f%"),
        "n",
    )
    short = {"uniform": tr("points", "points"), "proportional": tr("ratio", "rapport")}
    for (quantity,), rows in table.group_by("quantity", maintain_order=True):
        shown = Table(title=f"{target} · {quantity}", title_justify="left")
        shown.add_column(tr("forecast from", "prévision d’après"), no_wrap=True)
        for head in heads:
            shown.add_column(head, justify="right")
        for row in rows.iter_rows(named=True):
            marks = "".join(m for n, m in (("last", "*"), ("same kind", "=")) if n in row["role"])
            cells = (
                f"{row['method']} {marks}".rstrip(),
                short.get(row["swing"], row["swing"]),
                *(_cell(row[n], d) for n, d in (("mae", 2), ("rank", 3), ("top_decile", 2), ("coverage", 2))),
                number(row["bureaux"], 0, LANG),
            )
            shown.add_row(*cells, style="bold" if row["method"] == "perron" else None)
        out.print(shown)
    out.print(
        tr(
            "* the last result, = the last of the same kind; all are moved to the target's total. "
            "error: mean absolute error, points.",
            "* dernier résultat, = dernier du même type\u202f; tous ramenés au total de l’élection visée. "
            "erreur\u00a0: erreur absolue moyenne, en points.",
        ),
        style="dim",
    )


def _cell(value: float | None, decimals: int) -> str:
    return "" if value is None else number(value, decimals, LANG)
