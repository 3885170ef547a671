"""Past elections in words: long in tables, short under a chart."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise

_KINDS: Final[dict[str, tuple[Text, Text]]] = {
    "presidentielle": (_("Présidentielle"), _("Présid.")),
    "legislatives": (_("Législatives"), _("Légis.")),
    "europeennes": (_("Européennes"), _("Europ.")),
    "municipales": (_("Municipales"), _("Munic.")),
    "departementales": (_("Départementales"), _("Départ.")),
    "cantonales": (_("Cantonales"), _("Canton.")),
    "regionales": (_("Régionales"), _("Région.")),
    "referendum": (_("Référendum"), _("Référ.")),
}


def _parts(name: str) -> tuple[str, str, str]:
    year, _dash, rest = name.partition("-")
    kind, _dash, turn = rest.rpartition("-") if rest[-2:] in {"-1", "-2"} else (rest, "", "")
    return year, kind, turn


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
    year, kind, turn = _parts(name)
    if kind not in _KINDS:
        return name
    word = f"{_KINDS[kind][0]} {year}"
    if not turn:
        return word
    return f"{word}, {gettext('1er tour') if turn == '1' else gettext('2d tour')}"


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
    return re.sub(r"\b\d{4}-[a-z]{5,}(?:-[12])?\b", lambda found: long_name(found[0]), text)


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
    year, kind, turn = _parts(name)
    word = str(_KINDS[kind][1]) if kind in _KINDS else kind[:8]
    return f"{word}{f' {turn}' if turn else ''}|{year}"


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
    year, kind, turn = _parts(name)
    seasons = (
        "municipales",
        "cantonales",
        "departementales",
        "presidentielle",
        "europeennes",
        "referendum",
        "legislatives",
        "regionales",
    )
    return year, seasons.index(kind) if kind in seasons else len(seasons), turn
