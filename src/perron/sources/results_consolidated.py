"""The consolidated tables of data.gouv.fr, all elections since 1999: general_results and candidats_results.

CSV (“;”, UTF-8) or Parquet, filtered while reading: the whole of France holds 20 million rows. Turnout and
votes stand in two files; give both.
"""

import re
from typing import Final

import polars as pl

from perron.errors import MissingColumnError
from perron.sources.choices import choice_name
from perron.sources.codes import bureau_code, commune_code
from perron.sources.dialect import Dialect
from perron.sources.figures import as_counts
from perron.sources.headers import FIXED, folded
from perron.sources.opening import Opened
from perron.sources.results_columns import optional
from perron.sources.results_finish import Asked, finish
from perron.tables import GENERAL, VOTES, Results
from perron.words import Words

KINDS: Final = {
    "pres": "presidentielle",
    "legi": "legislatives",
    "euro": "europeennes",
    "muni": "municipales",
    "regi": "regionales",
    "dpmt": "departementales",
    "cant": "cantonales",
    "refe": "referendum",
}
"""Kinds of election in `id_election`, and ours."""

_GENERAL: Final = {
    "code_departement": "departement",
    "code_commune": "commune",
    "libelle_commune": "commune_name",
    "code_circonscription": "constituency",
    "code_bv": "bureau",
    "inscrits": "registered",
    "votants": "voters",
    "blancs": "blank",
    "nuls": "invalid",
    "exprimes": "valid",
}
_VOTES: Final = {
    "no_panneau": "number",
    "n°panneau": "number",
    "nuance": "nuance",
    "nom": "last",
    "prenom": "first",
    "libelle_abrege_liste": "label",
    "libelle abrege liste": "label",
    "libelle_etendu_liste": "long",
    "liste": "long",
    "binome": "pair",
    "voix": "votes",
}


def names_of(header: list[str]) -> dict[str, str]:
    """Return our names for a header's columns; the published names changed in 2024.

    Parameters
    ----------
    header : list of str
        Column names.

    Returns
    -------
    dict of str to str
        File's name to ours.
    """
    found: dict[str, str] = {}
    for name in header:
        plain = folded(name)
        ours = _GENERAL.get(plain) or FIXED.get(plain) or _VOTES.get(plain)
        if ours and ours not in found.values():
            found[name] = ours
    return found


def recognises(header: list[str]) -> bool:
    """Say whether the columns are those of a consolidated table.

    Parameters
    ----------
    header : list of str
        Column names.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    ours = set(names_of(header).values())
    return "id_election" in header and ours >= {"commune", "bureau"} and bool(ours & {"registered", "votes"})


def read_csv(opened: Opened, dialect: Dialect, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read a consolidated CSV, plain or packed.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    asked : Asked
        Communes wanted, election wanted.

    Returns
    -------
    Results
        Turnout or votes, whichever the file holds.
    tuple of Words
        Notes.
    """
    opened.measure()
    lazy = pl.scan_csv(
        opened.data() if opened.packing == "zip" else opened.path,
        separator=dialect.separator,
        infer_schema=False,
    )
    return _read(lazy, list(dialect.header), opened.file, asked)


def read_parquet(opened: Opened, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read a consolidated Parquet file.

    Parameters
    ----------
    opened : Opened
        The file.
    asked : Asked
        Communes wanted, election wanted.

    Returns
    -------
    Results
        Turnout or votes, whichever the file holds.
    tuple of Words
        Notes.
    """
    lazy = pl.scan_parquet(opened.path)
    return _read(lazy, lazy.collect_schema().names(), opened.file, asked)


def election_name(identifier: str) -> str:
    """Translate `id_election`.

    Parameters
    ----------
    identifier : str
        E.g. "2022_pres_t1".

    Returns
    -------
    str
        E.g. "2022-presidentielle-1"; unknown kinds stay as they are.
    """
    found = re.fullmatch(r"(\d{4})_([a-z]+)_t([12])", identifier)
    if not found or found[2] not in KINDS:
        return identifier
    kind = KINDS[found[2]]
    return f"{found[1]}-{kind}" if kind in {"europeennes", "referendum"} else f"{found[1]}-{kind}-{found[3]}"


def _read(
    lazy: pl.LazyFrame, header: list[str], file: str, asked: Asked
) -> tuple[Results, tuple[Words, ...]]:
    names = names_of(header)
    frame = lazy.select("id_election", *(pl.col(n).alias(ours) for n, ours in names.items()))
    departement = pl.col("departement").cast(pl.String) if "departement" in names.values() else pl.lit("")
    frame = frame.with_columns(commune_code(departement, pl.col("commune").cast(pl.String)).alias("commune"))
    if asked.communes is not None:
        frame = frame.filter(pl.col("commune").is_in(list(asked.communes)))
    table = frame.collect(engine="streaming")
    known = table.get_column("id_election").unique().to_list()
    table = table.with_columns(
        pl.col("id_election").replace({name: election_name(name) for name in known}).alias("election"),
        bureau_code(pl.col("commune"), pl.col("bureau").cast(pl.String)).alias("bureau"),
    )
    if asked.election is not None:
        table = table.filter(pl.col("election") == asked.election)
    if "votes" in table.columns:
        return _votes(table, file)
    return _general(table, file, asked)


def _general(table: pl.DataFrame, file: str, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    counts = [n for n in ("registered", "voters", "blank", "invalid", "valid") if n in table.columns]
    if not {"voters", "valid"} <= set(counts):
        raise MissingColumnError(
            Words("no column of voters or valid votes", "aucune colonne de votants ou d’exprimés"),
            file=file,
            column="votants, exprimes",
        )
    table = as_counts(table, counts, file)
    general = table.with_columns(
        optional(table, "commune_name").alias("commune_name"),
        optional(table, "constituency").alias("constituency"),
    )
    votes = pl.DataFrame(schema=VOTES.schema())
    note = Words(
        "turnout only: give candidats_results as well for the votes",
        "participation seule\u00a0: donnez aussi candidats_results pour les voix",
    )
    results, notes = finish(general, votes, file=file, asked=asked)
    return results, (note, *notes)


def _votes(table: pl.DataFrame, file: str) -> tuple[Results, tuple[Words, ...]]:
    table = as_counts(table, [n for n in ("votes", "number") if n in table.columns], file)
    votes = table.select(
        "election",
        "bureau",
        choice_name(table).alias("choice"),
        optional(table, "number", pl.Int64).alias("number"),
        optional(table, "nuance").alias("nuance"),
        "votes",
    )
    note = Words(
        "votes only: give general_results as well for the turnout",
        "voix seules\u00a0: donnez aussi general_results pour la participation",
    )
    return Results(pl.DataFrame(schema=GENERAL.schema()), VOTES.check(votes, file=file)), (note,)
