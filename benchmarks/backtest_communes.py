"""Backtest many communes at once: python benchmarks/backtest_communes.py [--fewest 40] RESULTS…

RESULTS are the Ministry's results by bureau (any format `perron check` knows). Each commune with enough
bureaux whose rolls hardly moved between the first and the last earlier election is forecast on its own,
without map nor profiles, and compared with each earlier result moved to the true total. Errors are weighed by
bureaux.
"""

import argparse

import polars as pl

from perron.sources import read_results
from perron.tables import Results
from perron.targeting.backtest import backtest
from perron.targeting.blocs import Blocs, blocs_from
from perron.targeting.panel import make_panel

TARGET = "2019-europeennes"
LEFT = blocs_from(
    {
        "default": "other",
        "elections": {
            "2014-europeennes": {"ours": ["LUG", "LVEC", "LFG"], "ally": ["LUC"], "opponent": ["LUMP"]},
            "2017-presidentielle-1": {
                "ours": ["HAMON", "MÉLENCHON"],
                "ally": ["MACRON"],
                "opponent": ["FILLON"],
            },
            "2017-legislatives-1": {
                "ours": ["FI", "SOC", "ECO", "COM", "RDG", "DVG"],
                "ally": ["REM", "MDM"],
                "opponent": ["LR", "UDI", "DVD"],
            },
            TARGET: {
                "ours": [
                    "EUROPE ÉCOLOGIE",
                    "ENVIE D'EUROPE",
                    "LA FRANCE INSOUMISE",
                    "POUR L'EUROPE DES GENS",
                ],
                "ally": ["RENAISSANCE"],
                "opponent": ["UNION DROITE-CENTRE"],
            },
        },
    }
)


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


def one(results: Results, bureaux: list[str], blocs: Blocs) -> pl.DataFrame:
    here = pl.col("bureau").is_in(bureaux)
    part = Results(results.general.filter(here), results.votes.filter(here))
    return backtest(make_panel(part, blocs, bureaux), TARGET).with_columns(n=pl.lit(len(bureaux)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("results", nargs="+")
    parser.add_argument("--fewest", type=int, default=40)
    asked = parser.parse_args()
    results = read_results(asked.results)
    found = steady(results, asked.fewest)
    table = pl.concat([one(results, b, LEFT).with_columns(commune=pl.lit(c)) for c, b in found.items()])
    print(f"{len(found)} communes, {sum(map(len, found.values()))} bureaux")
    mean = (pl.col("mae") * pl.col("n")).sum() / pl.col("n").sum()
    inside = (pl.col("coverage") * pl.col("n")).sum() / pl.col("n").sum()
    rules = (
        table.drop_nulls("mae")
        .group_by("quantity", "method", "swing")
        .agg(error=mean, coverage=pl.when(pl.col("coverage").count() > 0).then(inside), communes=pl.len())
        .filter(pl.col("communes") >= 0.8 * len(found))
        .sort("quantity", "error")
    )
    with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        for (quantity,), rows in rules.group_by("quantity", maintain_order=True):
            print(quantity)
            print(rows.drop("quantity"))


if __name__ == "__main__":
    main()
