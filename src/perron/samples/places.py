"""Polling places named as people write them: the source has capitals without accents."""

import unicodedata
from typing import Final

import polars as pl

from perron.geo.gazetteer import find_points

_COMMON: Final = """
école élémentaire collège lycée théâtre bibliothèque médiathèque crèche hôpital hôtel hôtelière
préfecture université spécialisée études préau réfectoire résidence supérieure établissement métiers
cité
"""
_NAMES: Final = """
Aimé Césaire Abbé André Carré Béranger Bâtiment Canopée Château Citroën Descartes Doré Dorgelès
Édouard Élisabeth Émile État Évariste François Françoise Galilée Geneviève Gérard Gréard Grégoire
Hélène Léon Mendès Molière Nehou Phonétique Générales Appliquées Prés Prévert René Saint-Exupéry
Saint-Sébastien Sée Théophile Exupéry Sébastien
"""
_SMALL: Final = """
a annexe arrondissement art arts associations au aux centre club d de des du en enseignement et foyer
groupe gymnase institut l la le les mairie maison maternelle mixte municipal municipale petit politiques
polyvalente pour professionnel quartier restaurant salle scolaire secondaire social sociale sport stade
sur technique technologique
"""


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_ACCENTS: Final = {_bare(word): word for word in (_COMMON + _NAMES).split()} | {"elemantaire": "élémentaire"}
_PLAIN: Final = frozenset(_SMALL.split())
_SIGNS: Final = {"inha", "casvp", "lei", "iut", "mjc", "ufr", "staps", "l.p.", "l.e.p.", "w.a."}


def spoken(text: str) -> str:
    """Write a place's name in small letters, names of people and places capitalised.

    Parameters
    ----------
    text : str
        E.g. "COLLEGE D'ENSEIGNEMENT SECONDAIRE POQUELIN".

    Returns
    -------
    str
        E.g. "Collège d'enseignement secondaire Poquelin".
    """
    folded = text.lower().replace("l e i ", "lei ").replace(" d ", " d' ").replace(" l ", " l' ")
    words = " ".join(_word(word) for word in folded.replace("'", "' ").split()).replace("' ", "'")
    return words[:1].upper() + words[1:]


def _word(word: str) -> str:
    bare = word.rstrip("'")
    if bare in _SIGNS or bare in {"a", "b", "w.", "a."}:
        return word.upper()
    if bare in _ACCENTS:
        return _ACCENTS[bare] + word[len(bare) :]
    if bare in _PLAIN:
        return word
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def named_bureaux(bureaux: pl.DataFrame, places: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    """Name bureaux after their polling place.

    Parameters
    ----------
    bureaux : polars.DataFrame
        Table `BUREAUX` of Paris.
    places : polars.DataFrame
        Columns bureau, name, street (number and street in capitals).
    reference : polars.DataFrame
        Table `ADDRESSES`, the Base Adresse Nationale, for the spelling of streets.

    Returns
    -------
    polars.DataFrame
        Table `BUREAUX`, e.g. "École élémentaire, 11 rue d'Argenteuil"; others keep their name.
    """
    parts = pl.col("street").str.extract_groups(r"^(\d+)\s*(bis|ter|quater)?\s*(.+)$")
    asked = places.select(
        "bureau",
        "name",
        "street",
        commune="751" + pl.col("bureau").str.slice(6, 2),
        number=parts.struct.field("1").cast(pl.Int32),
        suffix=parts.struct.field("2"),
        street_key=parts.struct.field("3").str.replace_all(r"[^0-9A-Z]+", " "),
        lon=pl.lit(None, pl.Float64),
        lat=pl.lit(None, pl.Float64),
    )
    found = find_points(asked.with_columns(street="street_key"), reference)
    where = (
        pl.col("number").cast(pl.String)
        + pl.when(pl.col("suffix").is_null()).then(pl.lit("")).otherwise(" " + pl.col("suffix"))
        + " "
        + pl.col("street").str.slice(0, 1).str.to_lowercase()
        + pl.col("street").str.slice(1)
    )
    known = found.with_columns(
        said=pl.col("name").map_elements(spoken, return_dtype=pl.String),
        where=pl.when(pl.col("street") != asked.get_column("street_key")).then(where),
    ).select("bureau", label=pl.concat_str("said", "where", separator=", ", ignore_nulls=True))
    joined = bureaux.join(known, on="bureau", how="left", maintain_order="left")
    return joined.with_columns(name=pl.coalesce("label", "name")).select(bureaux.columns)
