"""Results as percentages in JavaScript (Montpellier, municipales 2014): recognised, refused with reasons."""

import re

from perron.errors import BadInputError
from perron.sources.opening import Opened
from perron.words import Words

_ASSIGNMENT = re.compile(rb"^\s*var\s+\w+\s*=\s*[\[{]")


def recognises(opened: Opened) -> bool:
    """Say whether the content is one JavaScript assignment.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return bool(_ASSIGNMENT.match(opened.head))


def refuse(opened: Opened) -> BadInputError:
    """Say why percentages cannot be results.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    BadInputError
        To be raised.
    """
    return BadInputError(
        Words(
            "this holds percentages only: without registered electors and votes, nothing can be shrunk, "
            "weighted or carried to other boundaries",
            "ce fichier ne donne que des pourcentages\u00a0: sans inscrits ni voix, rien ne peut être "
            "pondéré, lissé ou reporté sur d’autres périmètres",
        ),
        file=opened.file,
        found=opened.head[:40].decode("utf-8", errors="replace"),
        expected=Words(
            "counts by bureau: the Ministry's file", "des nombres par bureau\u00a0: le fichier du ministère"
        ),
    )
