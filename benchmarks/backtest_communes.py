"""Backtest many communes at once: python benchmarks/backtest_communes.py [--fewest 40] [--target E] RESULTS…

RESULTS are the Ministry's results by bureau (any format `perron check` knows). Each commune with enough
bureaux whose rolls hardly moved between the first and the last earlier election is forecast on its own,
without map nor profiles, and compared with each earlier result moved to the true total. Errors are weighed by
bureaux. The constants were checked with --target 2017-legislatives-1 and 2017-presidentielle-1; --lean 1 and
--swing-noise try others.
"""

import argparse
from pathlib import Path

import polars as pl

from perron.sources import read_results
from perron.stats.scales import Scale
from perron.tables import Results
from perron.targeting import shares
from perron.targeting.backtest import backtest
from perron.targeting.blocs import Blocs, load_blocs
from perron.targeting.panel import make_panel

FAMILIES = {"left": "gauche", "centre": "centre", "right": "droite", "far right": "extreme-droite"}


def steady(results: Results, fewest: int) -> dict[str, list[str]]:
    """Bureaux whose roll moved by less than 8 % from the first to the last election before the target."""
    wide = (
        results.general.filter(pl.col("registered") >= 200)
        .pivot("election", index=["commune", "bureau"], values="registered")
        .drop_nulls()
    )
    first, last = "2014-europeennes", "2017-legislatives-1"
    kept = wide.filter((pl.col(last) / pl.col(first) - 1).abs() < 0.08)
    by = kept.group_by("commune").agg("bureau").filter(pl.col("bureau").list.len() >= fewest)
    return {c: sorted(b) for c, b in by.sort("commune").iter_rows()}


def one(results: Results, bureaux: list[str], blocs: Blocs, target: str) -> pl.DataFrame:
    here = pl.col("bureau").is_in(bureaux)
    part = Results(results.general.filter(here), results.votes.filter(here))
    return backtest(make_panel(part, blocs, bureaux), target).with_columns(n=pl.lit(len(bureaux)))


def summary(table: pl.DataFrame, communes: int) -> pl.DataFrame:
    """Errors and coverage by rule over all communes, weighed by bureaux, best first."""
    known = pl.col("coverage").is_not_null()
    weight = pl.col("n").filter(known).sum()
    return (
        table.drop_nulls("mae")
        .group_by("method", "swing")
        .agg(
            error=(pl.col("mae") * pl.col("n")).sum() / pl.col("n").sum(),
            coverage=(pl.col("coverage") * pl.col("n")).sum() / pl.when(weight > 0).then(weight),
            communes=pl.len(),
        )
        .filter(pl.col("communes") >= 0.8 * communes)
        .sort("error")
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("results", nargs="+")
    parser.add_argument("--fewest", type=int, default=40)
    parser.add_argument("--target", default="2019-europeennes")
    parser.add_argument("--lean", type=float, choices=(0.5, 1.0), default=shares.HALFWAY.lean)
    parser.add_argument("--swing-noise", type=float, default=shares.SWING_NOISE)
    asked = parser.parse_args()
    shares.HALFWAY, shares.SWING_NOISE = Scale(asked.lean), asked.swing_noise
    results = read_results(asked.results)
    found = steady(results, asked.fewest)
    print(f"{asked.target}: {len(found)} communes, {sum(map(len, found.values()))} bureaux")
    with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        for place, (family, file) in enumerate(FAMILIES.items()):
            blocs = load_blocs(Path(__file__).parent / "blocs" / f"{file}.toml")
            table = pl.concat([one(results, bureaux, blocs, asked.target) for bureaux in found.values()])
            wanted = {"turnout": "turnout", "ours": family} if place == 0 else {"ours": family}
            for quantity, name in wanted.items():
                print(name)
                print(summary(table.filter(pl.col("quantity") == quantity), len(found)))


if __name__ == "__main__":
    main()
