"""Results cut into disjoint parts, shared out over new areas, and added up again."""

from typing import Any, Final

import numpy as np
import polars as pl

from perron.errors import InconsistentCountsError
from perron.geo.sharing import share_out
from perron.tables import Results
from perron.words import Words

_KEY: Final = ["election", "bureau"]
_SPARE: Final = {
    "unlisted": pl.col("valid") - pl.col("listed"),
    "blank": pl.col("blank").fill_null(0),
    "invalid": pl.col("invalid").fill_null(0),
    "refused": pl.col("voters")
    - pl.col("valid")
    - pl.col("blank").fill_null(0)
    - pl.col("invalid").fill_null(0),
    "absent": pl.col("registered") - pl.col("voters"),
}
"""Registered electors who gave their vote to no listed choice, in five disjoint parts."""


def coded(results: Results, weights: pl.DataFrame) -> tuple[Results, pl.DataFrame]:
    """Write elections, bureaux and choices as numbered words, in alphabetical order: grouping them is fast.

    Parameters
    ----------
    results : Results
        Checked results.
    weights : polars.DataFrame
        Columns source, target, weight, basis.

    Returns
    -------
    Results
        The same.
    polars.DataFrame
        The same, sorted by source and target.
    """
    general, votes = results.general, results.votes
    bureaux = pl.concat([general["bureau"], votes["bureau"], weights["source"], weights["target"]])
    dtypes: dict[Any, Any] = {
        "election": _words(pl.concat([general["election"], votes["election"]])),
        "bureau": _words(bureaux),
        "choice": _words(votes["choice"]),
    }
    places: dict[Any, Any] = {"source": dtypes["bureau"], "target": dtypes["bureau"]}
    shown: dict[Any, Any] = {name: dtypes[name] for name in ("election", "bureau")}
    return Results(general.cast(shown), votes.cast(dtypes)), weights.cast(places).sort("source", "target")


def _words(texts: pl.Series) -> pl.Enum:
    return pl.Enum(texts.unique().sort())


def parts_of(results: Results) -> pl.DataFrame:
    """Cut results into parts that share no elector and together hold them all.

    Parameters
    ----------
    results : Results
        Checked results.

    Returns
    -------
    polars.DataFrame
        Columns election, bureau, part (`votes` or one of five others), choice, count; the parts of one
        election and bureau stand together and add up to its registered electors.

    Raises
    ------
    InconsistentCountsError
        Votes, blank and invalid ballots exceed the voters of a bureau.
    """
    listed = results.votes.group_by(_KEY).agg(listed=pl.col("votes").sum())
    general = results.general.join(listed, on=_KEY, how="left").with_columns(pl.col("listed").fill_null(0))
    spare = general.select(*_KEY, **_SPARE)
    _refuse_negative(spare)
    long = spare.unpivot(index=_KEY, variable_name="part", value_name="count").with_columns(
        choice=pl.lit(None, results.votes.schema["choice"])
    )
    votes = results.votes.select(*_KEY, "choice", part=pl.lit("votes"), count="votes")
    columns = [*_KEY, "part", "choice", "count"]
    both = pl.concat([votes.select(columns), long.select(columns)])
    rank = pl.col("part").replace_strict({"votes": 0, **{name: i + 1 for i, name in enumerate(_SPARE)}})
    return both.sort("election", "bureau", rank, "choice", maintain_order=True)


def _refuse_negative(spare: pl.DataFrame) -> None:
    wrong = spare.filter(pl.min_horizontal(*_SPARE) < 0)
    if wrong.is_empty():
        return
    row = wrong.row(0, named=True)
    raise InconsistentCountsError(
        Words(
            f"bureau {row['bureau']}: the parts exceed the whole",
            f"bureau {row['bureau']}\u00a0: les parties dépassent le tout",
        ),
        column=next(name for name in _SPARE if row[name] < 0),
        found=str(min(row[name] for name in _SPARE)),
        expected=Words("votes + blank + invalid ≤ voters", "voix + blancs + nuls ≤ votants"),
    )


def shared_parts(parts: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Share every part out over the targets of its bureau.

    Parameters
    ----------
    parts : polars.DataFrame
        What `parts_of` returns, of bureaux that have weights.
    weights : polars.DataFrame
        Columns source, target, weight; sorted by source and target.

    Returns
    -------
    polars.DataFrame
        Columns election, source, target, part, choice, count.
    """
    spans = (
        weights.with_row_index("row")
        .group_by("source", maintain_order=True)
        .agg(first=pl.col("row").min().cast(pl.Int64), many=pl.len().cast(pl.Int64))
    )
    groups = parts.group_by(_KEY, maintain_order=True).agg(rows=pl.len())
    groups = groups.join(spans, left_on="bureau", right_on="source", how="left", maintain_order="left")
    first, many = (groups.get_column(name).to_numpy() for name in ("first", "many"))
    rows = groups.get_column("rows").to_numpy().astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(rows)]).astype(np.int64)
    counts = parts.get_column("count").to_numpy().astype(np.int64)
    shared = share_out(counts, starts, weights.get_column("weight").to_numpy(), first, many)
    times = np.repeat(many, rows)
    part = np.repeat(np.arange(len(counts)), times)
    step = np.arange(len(shared)) - np.repeat(np.cumsum(times) - times, times)
    return parts[part].select(
        "election",
        "part",
        "choice",
        source="bureau",
        target=weights.get_column("target").gather(np.repeat(first, rows)[part] + step),
        count=pl.Series(shared),
    )


def general_of(shared: pl.DataFrame, general: pl.DataFrame) -> pl.DataFrame:
    """Add shared parts up to turnout by target.

    Parameters
    ----------
    shared : polars.DataFrame
        What `shared_parts` returns.
    general : polars.DataFrame
        Table `GENERAL` of the sources, for names, and for what they did not count.

    Returns
    -------
    polars.DataFrame
        Columns of the table `GENERAL`, one row per election and target.
    """

    def of(*names: str) -> pl.Expr:
        return pl.col("count").filter(pl.col("part").is_in(names)).sum().cast(pl.Int32)

    key = ["election", "target"]
    sums = shared.group_by(key).agg(
        registered=pl.col("count").sum().cast(pl.Int32),
        voters=of("votes", "unlisted", "blank", "invalid", "refused"),
        blank=of("blank"),
        invalid=of("invalid"),
        valid=of("votes", "unlisted"),
    )
    about = origins_of(shared).join(
        general.select("election", "commune_name", "constituency", "blank", "invalid", source="bureau"),
        on=["election", "source"],
    )
    about = (
        about.sort("count", "source", descending=[True, False])
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("commune_name", "constituency").first(),
            no_blank=pl.col("blank").is_null().any(),
            no_invalid=pl.col("invalid").is_null().any(),
        )
    )
    return (
        sums.join(about, on=key)
        .with_columns(
            commune=pl.col("target").cast(pl.String).str.split("_").list.first(),
            blank=pl.when(~pl.col("no_blank")).then("blank"),
            invalid=pl.when(~pl.col("no_invalid")).then("invalid"),
        )
        .rename({"target": "bureau"})
        .sort(_KEY)
    )


def votes_of(shared: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """Add shared votes up by target and choice.

    Parameters
    ----------
    shared : polars.DataFrame
        What `shared_parts` returns.
    votes : polars.DataFrame
        Table `VOTES` of the sources, for numbers and nuances.

    Returns
    -------
    polars.DataFrame
        Columns of the table `VOTES`.
    """
    key = ["election", "choice"]
    about = votes.group_by(key).agg(
        pl.col("number").min(), pl.col("nuance").drop_nulls().mode().sort().first()
    )
    return (
        shared.filter(pl.col("part") == "votes")
        .group_by("election", "choice", bureau="target")
        .agg(votes=pl.col("count").sum().cast(pl.Int32))
        .join(about, on=key, how="left")
        .sort("election", "bureau", "choice")
    )


def origins_of(shared: pl.DataFrame) -> pl.DataFrame:
    """Add up registered electors by election, source and target.

    Parameters
    ----------
    shared : polars.DataFrame
        What `shared_parts` returns.

    Returns
    -------
    polars.DataFrame
        Columns election, source, target, count.
    """
    return shared.group_by("election", "source", "target").agg(pl.col("count").sum())
