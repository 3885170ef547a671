"""The commune's own counts: registered, voters and votes by list, by bureau or building, from a CSV."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import polars as pl

from perron.errors import BadValueError, DuplicateRowError, InconsistentCountsError, MissingColumnError
from perron.evaluation.screening import personal, refuse_few, refuse_names, refuse_people
from perron.geo.names import fold
from perron.sources.codes import bureau_code
from perron.sources.dialect import dialect_of
from perron.sources.figures import as_counts
from perron.sources.limits import DEFAULT, Limits
from perron.sources.opening import open_source
from perron.sources.text import read_text
from perron.tables import Results
from perron.words import Words

Kind = Literal["bureau", "building"]

HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "bureau": (
        "BUREAU",
        "CODE BV",
        "BV",
        "BUREAU DE VOTE",
        "CODE BUREAU",
        "NUMERO BUREAU",
        "POLLING STATION",
    ),
    "building": (
        "BUILDING",
        "IMMEUBLE",
        "BATIMENT",
        "ADRESSE",
        "ADDRESS",
        "CLE",
        "KEY",
        "UNIT",
        "UNITE",
        "RUE",
        "STREET",
    ),
    "commune": ("COMMUNE", "CODE INSEE", "INSEE", "CODE COMMUNE"),
    "registered": ("INSCRITS", "REGISTERED", "ELECTEURS INSCRITS", "NB INSCRITS"),
    "voters": ("VOTANTS", "VOTERS", "NB VOTANTS"),
    "valid": ("EXPRIMES", "VALID", "SUFFRAGES EXPRIMES"),
    "blank": ("BLANCS", "BLANK", "BULLETINS BLANCS"),
    "invalid": ("NULS", "INVALID", "BULLETINS NULS"),
    "label": (
        "LIEU",
        "LIBELLE",
        "LIEU DE VOTE",
        "NOM DU BUREAU",
        "NOM BUREAU",
        "LIBELLE BUREAU",
        "PLACE",
        "NOM COMMUNE",
        "LIBELLE COMMUNE",
    ),
}
"""Headers accepted for each column, folded: capitals, accents and punctuation do not matter."""
_COUNTS: Final = ("registered", "voters", "valid", "blank", "invalid")


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts read from one file.

    Parameters
    ----------
    kind : {"bureau", "building"}
        What a row is about.
    general : polars.DataFrame
        Columns unit, registered, voters, valid (null where the file does not say), all Int64.
    votes : polars.DataFrame
        Columns unit, choice (as the header names it), votes.
    file : str
        The file's name.
    """

    kind: Kind
    general: pl.DataFrame
    votes: pl.DataFrame
    file: str


def read_counts(path: Path | str, *, communes: Collection[str] = (), limits: Limits = DEFAULT) -> Counts:
    """Read a commune's own counts; a file about people is refused.

    Parameters
    ----------
    path : Path or str
        CSV with a header: `bureau` (code or number) or a building's key, `registered`, `voters`, optionally
        `valid`; every other column is a list and holds its votes.
    communes : collection of str
        Insee codes the counts may be about: with one of them, bureaux may be given by number alone.
    limits : Limits
        How much is let in.

    Returns
    -------
    Counts
        The counts, in the file's order.

    Raises
    ------
    PersonalDataError
        The file seems to be about people, or counts fewer than five electors.
    MissingColumnError
        Bureau or building, registered or voters is not in the header.
    InconsistentCountsError
        Counts that cannot all be true.
    DuplicateRowError
        A bureau or building stands twice.
    """
    opened = open_source(path, limits)
    file = opened.file
    frame = read_text(opened, dialect_of(opened))
    refuse_people(frame, file)
    if frame.is_empty():
        raise BadValueError(
            Words("there is no line below the header", "il n’y a aucune ligne sous l’en-tête"),
            file=file,
            line=1,
            expected=Words("one line a bureau or building", "une ligne par bureau ou immeuble"),
        )
    found = _columns(frame.columns)
    kind = _kind(found, frame, file)
    lists = [name for name in frame.columns if name not in found.values()]
    _refuse_texts(frame, lists, file)
    counts = [found[name] for name in _COUNTS if name in found]
    frame = as_counts(frame, [*counts, *lists], file)
    units = _units(frame, found, kind, communes, file)
    general = frame.select(
        units.alias("unit"),
        *(
            pl.col(found[name]).alias(name) if name in found else pl.lit(None, dtype=pl.Int64).alias(name)
            for name in ("registered", "voters", "valid")
        ),
    )
    votes = frame.select(units.alias("unit"), *lists)
    _check(general, votes, lists, found, file)
    long = votes.unpivot(on=lists, index="unit", variable_name="choice", value_name="votes").drop_nulls()
    return Counts(kind, general, long, file)


def _columns(header: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for written in header:
        for name, spellings in HEADERS.items():
            if fold(written) in spellings:
                found.setdefault(name, written)
    return found


def _kind(found: dict[str, str], frame: pl.DataFrame, file: str) -> Kind:
    kind: Kind = "building" if "building" in found else "bureau"
    for name in (kind, "registered", "voters"):
        if name not in found:
            some = " / ".join(text.lower() for text in HEADERS[name][:3])
            raise MissingColumnError(
                Words("a column is missing", "une colonne manque"),
                file=file,
                line=1,
                column=name,
                found=", ".join(frame.columns[:12]),
                expected=Words(some, some),
            )
    return kind


def _refuse_texts(frame: pl.DataFrame, lists: list[str], file: str) -> None:
    """Refuse a column that is neither a count nor a known label: texts by row are most often about people."""
    for name in lists:
        texts = frame.get_column(name).drop_nulls()
        if texts.len() and texts.str.contains(r"\p{L}{2,}").sum() > texts.len() / 2:
            raise personal(file, name)


def _units(
    frame: pl.DataFrame, found: dict[str, str], kind: Kind, communes: Collection[str], file: str
) -> pl.Series:
    column = found[kind]
    keys = frame.get_column(column).str.strip_chars()
    empty = keys.is_null() | (keys == "")
    if empty.any():
        raise BadValueError(
            Words("a value is missing", "une valeur manque"),
            file=file,
            line=int(empty.arg_max() or 0) + 2,
            column=column,
        )
    refuse_names(keys, file, column)
    if kind == "building":
        return keys
    whole = keys.str.contains("_")
    if "commune" in found:
        commune = frame.get_column(found["commune"]).str.strip_chars()
    elif len(set(communes)) == 1:
        commune = pl.Series([next(iter(communes))] * keys.len(), dtype=pl.String)
    else:
        return keys
    table = pl.DataFrame({"commune": commune, "key": keys, "whole": whole})
    return table.select(
        pl.when("whole").then("key").otherwise(bureau_code(pl.col("commune"), pl.col("key"))).alias("unit")
    ).to_series()


def _check(
    general: pl.DataFrame, votes: pl.DataFrame, lists: list[str], found: dict[str, str], file: str
) -> None:
    refuse_few(general.get_column("registered"), file, found["registered"])
    cast = pl.sum_horizontal(lists) if lists else pl.lit(0)
    table = general.with_columns(votes.with_columns(cast.alias("_votes")).get_column("_votes"))
    rules = (
        (pl.col("registered").is_null() | (pl.col("registered") < 0), "registered", _NEEDED),
        (pl.col("voters").is_null() | (pl.col("voters") < 0), "voters", _NEEDED),
        (pl.col("voters") > pl.col("registered"), "voters", _OVER),
        (pl.col("valid") > pl.col("voters"), "valid", _VALID),
        (pl.col("valid") < 0, "valid", _NEEDED),
        (pl.col("_votes") > pl.coalesce("valid", "voters"), "votes", _VOTES),
    )
    for wrong, name, words in rules:
        row = table.with_row_index("_row").filter(wrong)
        if row.height:
            _raise_counts(row.row(0, named=True), words, found.get(name, name), file)
    for name in lists:
        below = votes.get_column(name) < 0
        if below.any():
            raise BadValueError(
                _NEEDED, file=file, line=int(below.arg_max() or 0) + 2, column=name, expected=_NEEDED
            )
    twice = general.get_column("unit").is_duplicated()
    if twice.any():
        key = general.get_column("unit").filter(twice)[0]
        lines = (general.get_column("unit") == key).arg_true()
        raise DuplicateRowError(
            Words(
                f"the same unit stands twice (also line {lines[0] + 2})",
                f"la même unité figure deux fois (aussi ligne {lines[0] + 2})",
            ),
            file=file,
            line=int(lines[-1]) + 2,
            found=key,
        )


def _raise_counts(row: dict[str, object], words: Words, column: str, file: str) -> None:
    shown = ", ".join(
        f"{name} = {row[name]}" for name in ("registered", "voters", "valid") if row[name] is not None
    )
    raise InconsistentCountsError(
        words,
        file=file,
        line=int(str(row["_row"])) + 2,
        column=column,
        found=f"{shown}, Σ = {row['_votes']}",
        expected=Words("0 ≤ votes ≤ valid ≤ voters ≤ registered", "0 ≤ voix ≤ exprimés ≤ votants ≤ inscrits"),
    )


_NEEDED: Final = Words("a whole number from 0 is needed", "il faut un nombre entier, 0 ou plus")
_OVER: Final = Words("more voters than registered electors", "plus de votants que d’inscrits")
_VALID: Final = Words("more valid votes than voters", "plus de suffrages exprimés que de votants")
_VOTES: Final = Words("more votes than valid ballots", "plus de voix que de suffrages exprimés")


def as_results(counts: Counts, election: str) -> Results:
    """Return counts as results of an election, so that they are read like the Ministry's.

    Parameters
    ----------
    counts : Counts
        Counts of one election.
    election : str
        Its identifier, e.g. 2026-municipales-1.

    Returns
    -------
    Results
        Checked results whose `bureau` is the unit (a building's key where the counts are by building);
        where the file does not say valid votes, voters stand in their place (`Counts.general` has null).
    """
    code = pl.col("unit").str.split("_").list.first()
    commune = code if counts.kind == "bureau" else pl.lit("")
    general = counts.general.select(
        pl.lit(election).alias("election"),
        pl.col("unit").alias("bureau"),
        commune.alias("commune"),
        "registered",
        "voters",
        pl.coalesce("valid", "voters").alias("valid"),
    )
    votes = counts.votes.select(
        pl.lit(election).alias("election"), pl.col("unit").alias("bureau"), "choice", "votes"
    )
    return Results(general, votes).check(file=counts.file)
