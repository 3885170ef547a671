"""Past elections in the reader's words: long in tables, short under a chart."""

from typing import Final

from perron import elections
from perron.words import Words
from perron_web.platform.words import language

SEASONS: Final = (
    "municipales",
    "cantonales",
    "departementales",
    "presidentielle",
    "europeennes",
    "referendum",
    "legislatives",
    "regionales",
)
"""Kinds as they follow one another in a year that holds several."""


def long_name(name: str) -> str:
    """Write an election ("Présidentielle 2017, 1er tour").

    Parameters
    ----------
    name : str
        Its identifier, e.g. 2017-presidentielle-1.

    Returns
    -------
    str
        In the reader's language; the identifier itself when it cannot be read.
    """
    return elections.long_name(name).text(language())


def named_in(text: str) -> str:
    """Write the elections that a sentence tells by their identifiers ("2019-europeennes: …").

    Parameters
    ----------
    text : str
        The sentence.

    Returns
    -------
    str
        With their names in the reader's language.
    """
    return elections.named_in(Words(text, text)).text(language())


def short_name(name: str) -> str:
    """Write an election on two lines, for the axis of a chart ("Présid. 1|2017").

    Parameters
    ----------
    name : str
        Its identifier.

    Returns
    -------
    str
        Lines separated by a bar.
    """
    return elections.short_name(name).text(language())


def in_order(name: str) -> tuple[str, int, str]:
    """Return what sorts elections in time: year, season, round.

    Parameters
    ----------
    name : str
        Its identifier.

    Returns
    -------
    tuple
        Sort key.
    """
    year, kind, turn = elections.parts_of(name)
    return year, SEASONS.index(kind) if kind in SEASONS else len(SEASONS), turn
