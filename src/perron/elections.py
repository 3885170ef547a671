"""Elections in words: "2017-presidentielle-1" is the Présidentielle 2017, 1er tour."""

import re
from typing import Final

from perron.words import Words

KINDS: Final = {
    "presidentielle": (Words("Presidential", "Présidentielle"), Words("Presid.", "Présid.")),
    "legislatives": (Words("Legislative", "Législatives"), Words("Legis.", "Légis.")),
    "europeennes": (Words("European", "Européennes"), Words("Europ.", "Europ.")),
    "municipales": (Words("Municipal", "Municipales"), Words("Munic.", "Munic.")),
    "departementales": (Words("Departmental", "Départementales"), Words("Depart.", "Départ.")),
    "cantonales": (Words("Cantonal", "Cantonales"), Words("Canton.", "Canton.")),
    "regionales": (Words("Regional", "Régionales"), Words("Region.", "Région.")),
    "referendum": (Words("Referendum", "Référendum"), Words("Refer.", "Référ.")),
}
"""Long and short word of each kind, by its name in identifiers."""
ROUNDS: Final = {"1": Words("1st round", "1er tour"), "2": Words("2nd round", "2d tour")}
_IDENTIFIER: Final = re.compile(r"\b\d{4}-[a-z]{5,}(?:-[12])?\b")


def parts_of(name: str) -> tuple[str, str, str]:
    """Take an identifier apart.

    Parameters
    ----------
    name : str
        E.g. 2017-presidentielle-1.

    Returns
    -------
    tuple of str
        Year, kind, round; "" where there is one round only.
    """
    year, _dash, rest = name.partition("-")
    kind, _dash, turn = rest.rpartition("-") if rest[-2:] in {"-1", "-2"} else (rest, "", "")
    return year, kind, turn


def long_name(name: str) -> Words:
    """Write an election ("Présidentielle 2017, 1er tour").

    Parameters
    ----------
    name : str
        Its identifier.

    Returns
    -------
    Words
        Its name; the identifier itself when it cannot be read.
    """
    year, kind, turn = parts_of(name)
    if kind not in KINDS:
        return Words(name, name)
    long = KINDS[kind][0]
    if not turn:
        return Words(f"{long.en} {year}", f"{long.fr} {year}")
    return Words(f"{long.en} {year}, {ROUNDS[turn].en}", f"{long.fr} {year}, {ROUNDS[turn].fr}")


def short_name(name: str) -> Words:
    """Write an election on two lines, for the axis of a chart ("Présid. 1|2017").

    Parameters
    ----------
    name : str
        Its identifier.

    Returns
    -------
    Words
        Lines separated by a bar.
    """
    year, kind, turn = parts_of(name)
    word = KINDS[kind][1] if kind in KINDS else Words(kind[:8], kind[:8])
    end = f" {turn}" if turn else ""
    return Words(f"{word.en}{end}|{year}", f"{word.fr}{end}|{year}")


def named_in(words: Words) -> Words:
    """Write the elections that a sentence tells by their identifiers ("2019-europeennes: …").

    Parameters
    ----------
    words : Words
        The sentence.

    Returns
    -------
    Words
        With their names.
    """
    return Words(
        _IDENTIFIER.sub(lambda found: long_name(found[0]).en, words.en),
        _IDENTIFIER.sub(lambda found: long_name(found[0]).fr, words.fr),
    )
