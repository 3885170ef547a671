"""What a text of consent must say (GDPR 7 and 13), and a text to start from."""

from typing import Final

from django.utils.translation import gettext_lazy as _

MISSING: Final = {
    "blank": _("Il reste un blanc à remplir entre crochets."),
    "short": _("Ce texte est trop court pour dire qui garde les réponses, pour quoi et jusqu’à quand."),
    "erase": _("Dites comment faire effacer ses réponses."),
    "long": _("Ce texte est trop long pour être lu à une porte : 1 200 signes au plus."),
}
SHORTEST: Final = 120
LONGEST: Final = 1200

FIRST_TEXT: Final = (
    "Êtes-vous d’accord pour que {campaign} note votre opinion, et vos coordonnées si vous nous les donnez ? "
    "Elles servent seulement à cette campagne, ne sont données à personne et sont effacées après l’élection. "
    "Vous pouvez changer d’avis à tout moment, les voir ou les faire effacer en écrivant à [adresse]."
)
FIRST_TEXT_EN: Final = (
    "Do you agree that {campaign} writes down your opinion, and your contact details if you give them? "
    "They serve this campaign only, are given to nobody and are erased after the election. You may change "
    "your mind at any time, see them or have them erased by writing to [address]."
)


def wants(text: str) -> list[str]:
    """Say what a text lacks.

    Parameters
    ----------
    text : str
        French text.

    Returns
    -------
    list of str
        Keys of `MISSING`, none when it may be read at a door.
    """
    lacks = {
        "blank": "[" in text or "]" in text,
        "short": len(text) < SHORTEST,
        "erase": not any(word in text.lower() for word in ("effac", "supprim", "retir")),
        "long": len(text) > LONGEST,
    }
    return [name for name, lacking in lacks.items() if lacking]
