"""Street names folded for joins."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_LIGATURES = {"Œ": "OE", "Æ": "AE", "ß": "SS"}


def fold(text: str) -> str:
    """Fold a street name: upper case, no accents, no punctuation, single spaces.

    Parameters
    ----------
    text : str
        E.g. "Rue de l'Abbé-Grégoire".

    Returns
    -------
    str
        E.g. "RUE DE L ABBE GREGOIRE".
    """
    upper = text.upper()
    for ligature, letters in _LIGATURES.items():
        upper = upper.replace(ligature, letters)
    bare = "".join(c for c in unicodedata.normalize("NFKD", upper) if not unicodedata.combining(c))
    return re.sub(r"[^0-9A-Z]+", " ", bare).strip()


def street_key(street: "pl.Expr") -> "pl.Expr":
    """Fold street names, column-wise; the same rule as `fold`.

    Parameters
    ----------
    street : polars.Expr
        Street names.

    Returns
    -------
    polars.Expr
        Folded names.
    """
    return (
        street.str.to_uppercase()
        .str.replace_many(list(_LIGATURES), list(_LIGATURES.values()))
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.replace_all(r"[^0-9A-Z]+", " ")
        .str.strip_chars()
    )
