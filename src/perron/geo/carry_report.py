"""How much of carried results rests on an estimate."""

from dataclasses import dataclass

import polars as pl

from perron.words import NARROW, Words, number


@dataclass(frozen=True, slots=True)
class CarryReport:
    """What was moved whole, what was estimated, and what was not carried.

    Parameters
    ----------
    elections : polars.DataFrame
        One row per election: registered (before), moved_whole, estimated, not_carried (people; the last three
        add up to the first), bureaux_whole, bureaux_split, bureaux_not_carried.
    bases : polars.DataFrame
        One row per election and basis of weights: bureaux and registered, of which split and estimated.
    targets : polars.DataFrame
        One row per election and new bureau: registered, estimated (share of the registered that comes from
        split bureaux, 0 certain, 1 wholly estimated), sources (old bureaux drawn on), basis (the least sure).
    not_carried : polars.DataFrame
        Bureaux of the results without area or addresses: election, bureau, registered, voters, valid.
    """

    elections: pl.DataFrame
    bases: pl.DataFrame
    targets: pl.DataFrame
    not_carried: pl.DataFrame

    def notes(self) -> tuple[Words, ...]:
        """Say the main figures, one sentence per election and per bureau left behind.

        Returns
        -------
        tuple of Words
            Sentences.
        """
        said = [_sentence(row) for row in self.elections.iter_rows(named=True)]
        for election, rows in self.not_carried.group_by("election", maintain_order=True):
            said.append(_left_behind(str(election[0]), rows))
        return tuple(said)


def _sentence(row: dict[str, int]) -> Words:
    share = 100 * row["estimated"] / max(row["registered"], 1)
    whole, split = row["bureaux_whole"], row["bureaux_split"]
    return Words(
        f"{row['election']}: {whole} bureaux moved whole, {split} split;"
        f" {number(share, 1, 'en')}% of the registered rest on an estimate",
        f"{row['election']}\u00a0: {whole} bureaux repris en entier, {split} partagés\u00a0;"
        f" {number(share, 1)}{NARROW}% des inscrits reposent sur une estimation",
    )


def _left_behind(election: str, rows: pl.DataFrame) -> Words:
    codes = ", ".join(rows.get_column("bureau").head(10)) + ("…" if rows.height > 10 else "")
    people = int(rows.get_column("registered").sum())
    return Words(
        f"{election}: not carried, having no area: {codes} ({number(people, lang='en')} registered)",
        f"{election}\u00a0: non repris, faute de périmètre\u00a0: {codes} ({number(people)} inscrits)",
    )


def report_on(general: pl.DataFrame, weights: pl.DataFrame, origins: pl.DataFrame) -> CarryReport:
    """Draw up the report.

    Parameters
    ----------
    general : polars.DataFrame
        Table `GENERAL` before.
    weights : polars.DataFrame
        Columns source, target, weight, basis.
    origins : polars.DataFrame
        Columns election, source, target, count: registered electors carried.

    Returns
    -------
    CarryReport
        The report.
    """
    general, weights, origins = (_plain(table) for table in (general, weights, origins))
    sources = weights.group_by("source").agg(split=pl.len() > 1, basis=pl.col("basis").first())
    before = general.join(sources, left_on="bureau", right_on="source", how="left")
    people, split, lost = pl.col("registered"), pl.col("split"), pl.col("split").is_null()
    whole = ~split.fill_null(value=True)
    return CarryReport(
        elections=before.group_by("election")
        .agg(
            people.sum(),
            moved_whole=people.filter(whole).sum(),
            estimated=people.filter(split).sum(),
            not_carried=people.filter(lost).sum(),
            bureaux_whole=whole.sum(),
            bureaux_split=split.sum(),
            bureaux_not_carried=lost.sum(),
        )
        .sort("election"),
        bases=before.filter(~lost)
        .group_by("election", "basis")
        .agg(
            people.sum(),
            bureaux=pl.len(),
            bureaux_split=split.sum(),
            estimated=people.filter(split).sum(),
        )
        .sort("election", "basis"),
        targets=_targets(origins, sources),
        not_carried=before.filter(lost)
        .select("election", "bureau", "registered", "voters", "valid")
        .sort("election", "bureau"),
    )


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Write numbered words as text again."""
    return table.with_columns(pl.col(pl.Enum).cast(pl.String))


def _targets(origins: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    sure = pl.col("basis").replace_strict({"electors": 0, "doors": 1, "addresses": 2, "area": 3}, default=3)
    people = pl.col("count")
    return (
        origins.join(sources, on="source")
        .group_by("election", bureau="target")
        .agg(
            registered=people.sum(),
            estimated=people.filter(pl.col("split")).sum() / pl.when(people.sum() > 0).then(people.sum()),
            sources=pl.len(),
            basis=pl.col("basis").sort_by(sure).last(),
        )
        .with_columns(pl.col("estimated").fill_null(0.0))
        .sort("election", "bureau")
    )
