"""What the Ministry's headers mean: the same columns under the names of twenty years of files.

Sources: header lines of the results by bureau published on data.gouv.fr, 2014 to 2026 (présidentielles,
législatives, européennes, régionales, départementales, municipales), and of the consolidated tables.
"""

import re
import unicodedata
from typing import Final

FIXED: Final = {
    "code du departement": "departement",
    "code departement": "departement",
    "code de la commune": "commune",
    "code commune": "commune",
    "libelle de la commune": "commune_name",
    "libelle commune": "commune_name",
    "code de la circonscription": "constituency",
    "code circonscription legislative": "constituency",
    "code circonscription": "constituency",
    "code du b.vote": "bureau",
    "code b.vote": "bureau",
    "code bv": "bureau",
    "inscrits": "registered",
    "votants": "voters",
    "blancs": "blank",
    "nuls": "invalid",
    "exprimes": "valid",
}
"""Columns of the bureau."""

BLOCK: Final = {
    "n°panneau": "number",
    "n°liste": "number",
    "n.pan.": "number",
    "numero de panneau": "number",
    "nuance": "nuance",
    "code nuance": "nuance",
    "nuance liste": "nuance",
    "nuance candidat": "nuance",
    "nom": "last",
    "nom candidat": "last",
    "binome": "last",
    "prenom": "first",
    "prenom candidat": "first",
    "libelle abrege liste": "label",
    "libelle abrege de liste": "label",
    "libelle etendu liste": "long",
    "libelle de liste": "long",
    "liste": "long",
    "voix": "votes",
}
"""Columns repeated for each list or candidate."""

NEEDED: Final = ("departement", "commune", "bureau", "registered", "voters", "valid")
"""Columns without which a table is not results by bureau."""


def folded(name: str) -> str:
    """Fold a header: lower case, no accents, single spaces, no number at the end.

    Parameters
    ----------
    name : str
        E.g. "Libellé Abrégé Liste" or "Voix 12".

    Returns
    -------
    str
        E.g. "libelle abrege liste" or "voix".
    """
    bare = unicodedata.normalize("NFD", name.strip().lower())
    plain = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[\s_]+\d+$", "", re.sub(r"\s+", " ", plain))
