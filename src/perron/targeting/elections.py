"""What an election's identifier says: when it was, and of what kind."""

import re
from dataclasses import dataclass
from typing import Final

from perron.errors import ParameterError
from perron.words import Words

SEASON: Final = {
    "presidentielle": 0.31,
    "legislatives": 0.45,
    "europeennes": 0.41,
    "municipales": 0.22,
    "departementales": 0.23,
    "cantonales": 0.22,
    "regionales": 0.46,
    "referendum": 0.41,
}
"""Usual time of the year of each kind, as a share of the year."""

_IDENTIFIER: Final = re.compile(r"^(\d{4})-([a-zé]+)(?:-([12]))?$")


@dataclass(frozen=True, slots=True, order=True)
class Election:
    """An election.

    Parameters
    ----------
    when : float
        Date in years, e.g. 2019.41 for the end of May 2019.
    name : str
        Identifier, e.g. 2019-europeennes or 2017-presidentielle-1.
    kind : str
        Kind of election, e.g. europeennes.
    round : int
        1 or 2.
    """

    when: float
    name: str
    kind: str
    round: int


def election(name: str) -> Election:
    """Read an election's identifier.

    Parameters
    ----------
    name : str
        Identifier: year, kind and, where there are two, round.

    Returns
    -------
    Election
        The election.

    Raises
    ------
    ParameterError
        The identifier is not of that form.
    """
    match = _IDENTIFIER.match(name)
    if match is None:
        raise ParameterError(
            Words("this is not an election's identifier", "ce n’est pas l’identifiant d’une élection"),
            found=name,
            expected=Words("e.g. 2019-europeennes", "par exemple 2019-europeennes"),
        )
    kind = match[2]
    second = 1 if match[3] is None else int(match[3])
    when = int(match[1]) + SEASON.get(kind, 0.45) + 0.03 * (second - 1)
    return Election(round(when, 3), name, kind, second)
