"""Codes as every table writes them: Insee communes, bureaux, election names.

Sources: Insee, Code officiel géographique (communes, overseas departments 971–978, 986–988); Ministry of the
Interior, results files (overseas departments ZA to ZX, French abroad ZZ).
"""

import re
from typing import Final

import polars as pl

OVERSEAS: Final = {
    "ZA": "971",
    "ZB": "972",
    "ZC": "973",
    "ZD": "974",
    "ZS": "975",
    "ZM": "976",
    "ZW": "986",
    "ZP": "987",
    "ZN": "988",
    "99": "ZZ",
}
"""The Ministry's letters for overseas, and what Insee writes."""

_KINDS = {
    "presidentielle": r"pr[eé]sidentielles?",
    "legislatives": r"l[eé]gislatives?",
    "europeennes": r"europ[eé]ennes?",
    "municipales": r"municipales?",
    "regionales": r"r[eé]gionales?",
    "departementales": r"d[eé]partementales?",
    "cantonales": r"cantonales?",
    "referendum": r"r[eé]f[eé]rendum",
}
_ROUND = (
    r"(?:^|[-_ .])(?:t(?:our)?[-_ ]?([12])\b|t([12])(?=[-_ .])|([12])(?=[-_ .]|$)"
    r"|([12])(?:er|e|ème|nd)?[-_ ]?tour)"
)
ONE_ROUND: Final = ("europeennes", "referendum")
"""Elections with a single round."""


def commune_code(departement: pl.Expr, commune: pl.Expr) -> pl.Expr:
    """Write an Insee commune code from the Ministry's two columns.

    Parameters
    ----------
    departement : polars.Expr
        Department, text: 1, 01, 2A, 971, ZA, 99…
    commune : polars.Expr
        Commune within the department, text of 1 to 3 digits, or the whole Insee code.

    Returns
    -------
    polars.Expr
        Five characters: 01001, 2A004, 97101, 98801, ZZ231.
    """
    dep = departement.str.strip_chars().str.to_uppercase().str.zfill(2).replace(OVERSEAS)
    com = commune.str.strip_chars().str.to_uppercase()
    letters = com.str.slice(0, 2).replace(OVERSEAS) + com.str.slice(3)
    short = com.str.zfill(3)
    islands = (
        pl.when(short.str.starts_with("7") | short.str.starts_with("8"))
        .then("97" + short)
        .otherwise("977" + short.str.slice(1))
    )
    return (
        pl.when(com.str.len_bytes() == 5)
        .then(
            pl.when(com.str.starts_with("ZX"))
            .then("97" + com.str.slice(2))
            .when(com.str.starts_with("Z") & ~com.str.starts_with("ZZ"))
            .then(letters)
            .otherwise(com)
        )
        .when(dep.is_in(["ZX", "977", "978"]))
        .then(islands)
        .when(dep.str.len_bytes() == 3)
        .then(dep + short.str.slice(1))
        .otherwise(dep + short)
    )


def bureau_number(number: pl.Expr) -> pl.Expr:
    """Write a bureau number: upper case, padded with zeros to four characters.

    Parameters
    ----------
    number : polars.Expr
        Text, e.g. 1, 0001, 28B, JUS1.

    Returns
    -------
    polars.Expr
        0001, 028B, JUS1.
    """
    return number.str.strip_chars().str.to_uppercase().str.replace(r"\.0$", "").str.zfill(4)


def bureau_code(commune: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Write the key every table by bureau shares.

    Parameters
    ----------
    commune : polars.Expr
        Insee code.
    number : polars.Expr
        Bureau number, text.

    Returns
    -------
    polars.Expr
        E.g. 75056_0101.
    """
    return commune + "_" + bureau_number(number)


def arrondissement_number(commune: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Write the number of a bureau as its whole commune does: arrondissement, then bureau.

    Parameters
    ----------
    commune : polars.Expr
        Insee code of a commune or municipal arrondissement.
    number : polars.Expr
        Bureau number within it, text.

    Returns
    -------
    polars.Expr
        75119 and 5 → 1905; others unchanged.
    """
    split = commune.str.contains("^(751|132|6938)") & number.str.contains(r"^\d{1,2}$")
    arrondissement = commune.str.slice(-2).str.replace("^8", "0")
    return pl.when(split).then(arrondissement + number.str.zfill(2)).otherwise(number)


def whole_commune(commune: pl.Expr) -> pl.Expr:
    """Turn a municipal arrondissement of Paris, Lyon or Marseille into its commune.

    Parameters
    ----------
    commune : polars.Expr
        Insee code of a commune or arrondissement.

    Returns
    -------
    polars.Expr
        75106 → 75056; others unchanged.
    """
    return (
        pl.when(commune.str.starts_with("751"))
        .then(pl.lit("75056"))
        .when(commune.str.starts_with("132"))
        .then(pl.lit("13055"))
        .when(commune.str.starts_with("6938"))
        .then(pl.lit("69123"))
        .otherwise(commune)
    )


_LETTERS = {
    "pr": "presidentielle",
    "lg": "legislatives",
    "leg": "legislatives",
    "er": "europeennes",
    "mn": "municipales",
    "rg": "regionales",
    "dp": "departementales",
    "cn": "cantonales",
}


def election_in(name: str, *, rounds_inside: bool = False) -> str | None:
    """Find the election's name in a text, such as a file name.

    Parameters
    ----------
    name : str
        E.g. "2017-presidentielle-1_par_bureau.csv.gz", "paris2014_europeennes", "PR17_BVot_T1_FE.txt".
    rounds_inside : bool
        Whether the content says the round: a name without its round will do.

    Returns
    -------
    str or None
        E.g. "2017-presidentielle-1"; None when year or kind is missing, or the round of a two-round election.
    """
    folded = name.lower()
    found = _spelled(folded) or _lettered(folded)
    if found is None:
        return None
    year, kind, rest = found
    if kind in ONE_ROUND or rounds_inside:
        return f"{year}-{kind}"
    turn = re.search(_ROUND, rest)
    number = next((g for g in turn.groups() if g), "") if turn else ""
    return f"{year}-{kind}-{number}" if number else None


def _spelled(folded: str) -> tuple[str, str, str] | None:
    year = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", folded)
    for kind, pattern in _KINDS.items():
        found = re.search(pattern, folded)
        if year and found:
            return year[1], kind, folded[found.end() :]
    return None


def _lettered(folded: str) -> tuple[str, str, str] | None:
    # the Ministry's own file names: PR17_BVot_T1_FE.txt, Leg_2017_Resultats_BVT_T1_c.txt
    found = re.match(r"(pr|leg|lg|er|mn|rg|dp|cn)_?((?:19|20)?\d\d)(?=_)", folded)
    if not found:
        return None
    year = found[2] if len(found[2]) == 4 else ("19" if found[2] > "50" else "20") + found[2]
    return year, _LETTERS[found[1]], folded[found.end() :]
