"""Results with one row per bureau and list or candidate: national *_long tables and city portals."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from perron.errors import InconsistentCountsError
from perron.sources.choices import choice_name
from perron.sources.codes import arrondissement_number, bureau_code, commune_code, whole_commune
from perron.sources.dialect import Dialect
from perron.sources.opening import Opened
from perron.sources.results_columns import optional
from perron.sources.results_finish import Asked, finish
from perron.sources.text import read_text
from perron.tables import Results
from perron.words import Words

NATIONAL: Final = {
    "departement": "departement",
    "commune": "commune",
    "commune_libelle": "commune_name",
    "circonscription": "constituency",
    "bureau": "bureau",
    "inscrits": "registered",
    "votants": "voters",
    "blancs": "blank",
    "nuls": "invalid",
    "exprimes": "valid",
    "numero_panneau": "number",
    "numero_liste": "number",
    "nuance": "nuance",
    "liste_court": "label",
    "liste_long": "long",
    "nom": "last",
    "prenom": "first",
    "voix": "votes",
}
"""Columns of the national long tables."""

PORTAL: Final = {
    "CodeInsee": "commune",
    "CodeBV": "bureau",
    "CodeCirco": "constituency",
    "Inscrits": "registered",
    "Votants": "voters",
    "Blancs": "blank",
    "Nuls": "invalid",
    "Exprimés": "valid",
    "Liste": "label",
    "Candidat": "label",
    "Voix": "votes",
}
"""Columns of the City of Paris portal."""

_NEEDED = {"commune", "bureau", "registered", "voters", "valid", "votes"}
COUNTS: Final = ("registered", "voters", "blank", "invalid", "valid")


def names_of(dialect: Dialect) -> Mapping[str, str] | None:
    """Return the naming the header follows.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    mapping of str to str or None
        File's names to ours; None when it is not a long table.
    """
    for naming in (NATIONAL, PORTAL):
        if {naming[name] for name in dialect.header if name in naming} >= _NEEDED:
            return naming
    return None


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of a long table.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return names_of(dialect) is not None


def read(opened: Opened, dialect: Dialect, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read one row per bureau and choice.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    asked : Asked
        Election named by hand, communes wanted, impossible rows.

    Returns
    -------
    Results
        Checked tables.
    tuple of Words
        Notes.
    """
    naming = names_of(dialect) or NATIONAL
    wanted = [name for name in dialect.header if name in naming]
    counts = [name for name in wanted if naming[name] in (*COUNTS, "votes", "number")]
    frame = read_text(opened, dialect, wanted, counts).rename({name: naming[name] for name in wanted})
    frame = frame.with_row_index("line", offset=2).with_columns(
        pl.lit(asked.name_of_election(opened.file)).alias("election")
    )
    return from_rows(frame, opened.file, asked)


def from_rows(frame: pl.DataFrame, file: str, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Split rows by bureau and choice into turnout and votes.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns election, line, commune (and departement), bureau, counts, votes, and what names the choice.
    file : str
        Name for messages.
    asked : Asked
        What the caller wants.

    Returns
    -------
    Results
        Checked tables.
    tuple of Words
        Notes.

    Raises
    ------
    InconsistentCountsError
        The rows of one bureau do not say the same turnout.
    """
    commune = (
        commune_code(pl.col("departement"), pl.col("commune"))
        if "departement" in frame.columns
        else pl.col("commune")
    )
    frame = frame.with_columns(commune.alias("commune")).with_columns(
        whole_commune(pl.col("commune")).alias("commune"),
        arrondissement_number(pl.col("commune"), pl.col("bureau")).alias("bureau"),
    )
    frame = asked.keep(frame).with_columns(bureau_code(pl.col("commune"), pl.col("bureau")).alias("bureau"))
    key = ["election", "bureau"]
    general = frame.unique(key, keep="first", maintain_order=True)
    _check_constant(frame, general, file)
    votes = frame.select(
        *key,
        choice_name(frame).alias("choice"),
        optional(frame, "number", pl.Int64).alias("number"),
        optional(frame, "nuance").alias("nuance"),
        "votes",
    )
    general = general.select(
        *key,
        "commune",
        optional(frame, "commune_name").alias("commune_name"),
        optional(frame, "constituency").alias("constituency"),
        "registered",
        "voters",
        optional(frame, "blank", pl.Int64).alias("blank"),
        optional(frame, "invalid", pl.Int64).alias("invalid"),
        "valid",
        pl.col("line").cast(pl.Int64),
    )
    return finish(general, votes, file=file, asked=asked)


def _check_constant(frame: pl.DataFrame, general: pl.DataFrame, file: str) -> None:
    counts = [name for name in COUNTS if name in frame.columns]
    key = ["election", "bureau"]
    other = (
        frame.join(general.select(*key, *counts), on=key, suffix="_first", maintain_order="left")
        .filter(pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_first")) for c in counts))
        .head(1)
    )
    if not other.is_empty():
        row = other.row(0, named=True)
        name = next(c for c in counts if row[c] != row[f"{c}_first"])
        raise InconsistentCountsError(
            Words(
                f"the rows of bureau {row['bureau']} disagree",
                f"les lignes du bureau {row['bureau']} divergent",
            ),
            file=file,
            line=row["line"],
            column=name,
            found=f"{row[name]} ≠ {row[f'{name}_first']}",
        )
