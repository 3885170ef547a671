"""Who lives in each bureau: Insee's figures carried from its areas, under plain names."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.geo.locate import bureau_of_points
from perron.geo.reapportionment import carry_counts, carry_means, overlap_weights

COUNTS: Final = {
    "population_15": r"[CP]\d\d_POP15P",
    "farmers": r"C\d\d_POP15P_CS1",
    "self_employed": r"C\d\d_POP15P_CS2",
    "managers": r"C\d\d_POP15P_CS3",
    "intermediate": r"C\d\d_POP15P_CS4",
    "employees": r"C\d\d_POP15P_CS5",
    "workers": r"C\d\d_POP15P_CS6",
    "retired": r"C\d\d_POP15P_CS7",
    "inactive": r"C\d\d_POP15P_CS8",
    "age_15_29": r"P\d\d_POP1529",
    "age_30_44": r"P\d\d_POP3044",
    "age_45_59": r"P\d\d_POP4559",
    "age_60_74": r"P\d\d_POP6074",
    "age_75": r"P\d\d_POP75P",
    "dwellings": r"P\d\d_LOG",
    "main_homes": r"P\d\d_RP",
    "social_homes": r"P\d\d_RP_LOCHLMV",
}
"""Counts of the census by their name here, and Insee's name with its two digits of year."""

MEANS: Final = {"median_income": r"DISP_MED\d\d", "poverty": r"DISP_TP60\d\d"}
"""Filosofi: median disposable income, euros a year; poverty rate at 60 %, per cent."""

GROUPS: Final = (
    "farmers",
    "self_employed",
    "managers",
    "intermediate",
    "employees",
    "workers",
    "retired",
    "inactive",
)
AGES: Final = ("age_15_29", "age_30_44", "age_45_59", "age_60_74", "age_75")

ADULTS_OF_15: Final = 0.955
"""People of 18 or more among those of 15 or more, France (about 3 years of 66 are left out): assumption."""


def build_profiles(
    bureaux: pl.DataFrame,
    areas: pl.DataFrame,
    statistics: pl.DataFrame,
    points: pl.DataFrame | None = None,
    housing: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Carry Insee's figures to bureaux and give them plain names.

    Parameters
    ----------
    bureaux : polars.DataFrame
        Table `BUREAUX`.
    areas : polars.DataFrame
        Table `AREAS` (IRIS).
    statistics : polars.DataFrame
        Figures by area: column `area`, then numbers under Insee's names.
    points : polars.DataFrame or None
        Table `ADDRESSES`: what the carrying is weighed by; without it, surface.
    housing : polars.DataFrame or None
        Social dwellings: columns lon, lat, dwellings.

    Returns
    -------
    polars.DataFrame
        One row per bureau, in the order of `bureaux`; column `bureau`, then Float64: counts of people and
        dwellings, shares between 0 and 1 (`share_workers`…), `median_income` in euros a year, `poverty` in
        per cent, `adults`. Null where Insee gives nothing. Only what the figures hold.
    """
    weights = overlap_weights(areas, bureaux, points)
    counts = _renamed(statistics, COUNTS)
    table = bureaux.select("bureau")
    named = [c for c in counts.columns if c != "area"]
    if named:
        table = table.join(
            carry_counts(counts, weights, named), on="bureau", how="left", maintain_order="left"
        )
    means = _renamed(statistics, MEANS)
    incomes = [c for c in means.columns if c != "area"]
    if incomes:
        people = counts.select("area", _people="population_15") if "population_15" in named else None
        means = means.with_columns(_people=1.0) if people is None else means.join(people, on="area")
        carried = carry_means(means, weights, incomes, "_people")
        table = table.join(carried, on="bureau", how="left", maintain_order="left")
    if housing is not None:
        table = table.join(_social(housing, bureaux), on="bureau", how="left", maintain_order="left")
        table = table.with_columns(pl.col("social_dwellings").fill_null(0.0))
    return _with_shares(table)


def _renamed(statistics: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Keep the columns known, the latest year of each, under their plain names."""
    found = {}
    for name, pattern in names.items():
        same = sorted(c for c in statistics.columns if re.fullmatch(pattern, c))
        if same:
            found[name] = pl.col(same[-1]).cast(pl.Float64)
    return statistics.select("area", **found)


def _social(housing: pl.DataFrame, bureaux: pl.DataFrame) -> pl.DataFrame:
    lon, lat = housing.get_column("lon").to_numpy(), housing.get_column("lat").to_numpy()
    where = pl.Series("bureau", bureau_of_points(lon, lat, bureaux), dtype=pl.String)
    return (
        housing.with_columns(where)
        .drop_nulls("bureau")
        .group_by("bureau")
        .agg(social_dwellings=pl.col("dwellings").cast(pl.Float64).sum())
    )


def _with_shares(table: pl.DataFrame) -> pl.DataFrame:
    columns = set(table.columns)
    shares = []
    if "population_15" in columns:
        whole = pl.when(pl.col("population_15") > 0).then(pl.col("population_15"))
        shares += [(pl.col(g) / whole).alias(f"share_{g}") for g in GROUPS if g in columns]
        shares += [(pl.col(a) / whole).alias(f"share_{a}") for a in AGES if a in columns]
        shares.append((pl.col("population_15") * ADULTS_OF_15).alias("adults"))
    if {"social_homes", "main_homes"} <= columns:
        homes = pl.when(pl.col("main_homes") > 0).then(pl.col("main_homes"))
        shares.append((pl.col("social_homes") / homes).alias("share_social_homes"))
    elif {"social_dwellings", "population_15"} <= columns:
        people = pl.when(pl.col("population_15") > 0).then(pl.col("population_15"))
        shares.append((1000.0 * pl.col("social_dwellings") / people).alias("social_per_1000"))
    return table.with_columns(shares)


COVARIATES: Final = (
    "median_income",
    "share_managers",
    "share_workers",
    "share_retired",
    "share_age_15_29",
    "share_social_homes",
    "social_per_1000",
)
"""Figures that the forecast of turnout hears, where given."""


def covariates_of(profiles: pl.DataFrame | None, bureaux: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the figures that the forecasts hear, standardised, in the order of some bureaux.

    Parameters
    ----------
    profiles : polars.DataFrame or None
        Profiles from `build_profiles`.
    bureaux : sequence of str
        Bureaux.

    Returns
    -------
    ndarray of float64, shape (c, n), or None
        Mean 0 and standard deviation 1 each; income and social dwellings in logarithms; NaN where unknown;
        None without any figure that varies.
    """
    names = [c for c in COVARIATES if profiles is not None and c in profiles.columns]
    if profiles is None or not names:
        return None
    order = pl.DataFrame({"bureau": list(bureaux)})
    table = order.join(profiles.select("bureau", *names), on="bureau", how="left", maintain_order="left")
    rows = []
    for name in names:
        values = table.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy()
        if name in {"median_income", "social_per_1000"}:
            values = np.log1p(values)
        known = values[np.isfinite(values)]
        if len(known) > 2 and np.ptp(known) > 0:
            rows.append((values - known.mean()) / known.std())
    return np.array(rows) if rows else None


def quartiers_populaires(profiles: pl.DataFrame, share: float = 0.4) -> pl.Series:
    """Say which bureaux are popular neighbourhoods (quartiers populaires).

    Parameters
    ----------
    profiles : polars.DataFrame
        Profiles from `build_profiles`.
    share : float
        Cut of both criteria, between 0 and 1.

    Returns
    -------
    polars.Series
        Boolean, one per row: workers and employees among the highest `share` of the bureaux given, and median
        income among the lowest `share`; one criterion alone where the other is unknown, null without any.

    Notes
    -----
    A definition of this program, relative to the bureaux given: not Insee's, nor the State's list of QPV.
    """
    tests: list[pl.Expr] = []
    if {"share_workers", "share_employees"} <= set(profiles.columns):
        together = pl.col("share_workers") + pl.col("share_employees")
        tests.append(together >= together.quantile(1.0 - share))
    if "median_income" in profiles.columns:
        income = pl.col("median_income")
        tests.append(income <= income.quantile(share))
    if not tests:
        return pl.Series("quartier_populaire", [None] * profiles.height, dtype=pl.Boolean)
    known = pl.any_horizontal(t.is_not_null() for t in tests)
    both = pl.all_horizontal(t.fill_null(value=True) for t in tests)
    return profiles.select(pl.when(known).then(both).alias("quartier_populaire")).to_series()
