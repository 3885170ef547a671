"""Which side each list and candidate stands on, as pages and as the science read it."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from perron_web.features.campaigns.models import BlocChoice
from perron_web.platform.providers import Choice, ask

if TYPE_CHECKING:
    from perron.targeting.blocs import Blocs


@dataclass(frozen=True, slots=True)
class Card:
    """A list or a candidate, with its votes and the side it was given ("" while none was)."""

    choice: Choice
    side: str
    family: str


@dataclass(frozen=True, slots=True)
class ElectionBlocs:
    """The cards of one past election."""

    election: str
    cards: list[Card] = field(default_factory=list)

    @property
    def votes(self) -> int:
        """Votes of every card."""
        return sum(card.choice.votes for card in self.cards)

    @property
    def unplaced(self) -> int:
        """Cards without a side."""
        return sum(not card.side for card in self.cards)


def election_choices() -> list[Choice]:
    """Return every list and candidate of the imported results and of the commune's own counts.

    Returns
    -------
    list of Choice
        By election, most votes first; empty before any import. Imported results prevail over counts.
    """
    imported: list[Choice] = ask("results.choices", default=[])
    official = {one.election for one in imported}
    counted: list[Choice] = ask("counts.choices", default=[])
    found = imported + [one for one in counted if one.election not in official]
    return sorted(found, key=lambda one: (one.election, -one.votes, one.choice))


def blocs_board() -> list[ElectionBlocs]:
    """Return every past election with the side of each list and candidate.

    Returns
    -------
    list of ElectionBlocs
        Latest election first.
    """
    given = {(row.election, row.choice): row for row in BlocChoice.objects.all()}
    board = []
    for election, choices in groupby(election_choices(), key=lambda one: one.election):
        cards = []
        for choice in choices:
            row = given.get((election, choice.choice))
            cards.append(Card(choice, row.side if row else "", row.family if row else ""))
        board.append(ElectionBlocs(election, cards))
    return board[::-1]


def bloc_table(campaign: Any) -> dict[str, Any]:
    """Return the sides as `perron` writes them: `default`, then lists of names by election and side.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    dict
        What `perron.targeting.blocs_from` takes; families within a side where they were given.
    """
    elections: dict[str, dict[str, Any]] = {}
    for row in BlocChoice.objects.filter(campaign=campaign).order_by("election", "side", "family", "choice"):
        sides = elections.setdefault(row.election, {})
        families = sides.setdefault(row.side, {})
        families.setdefault(row.family, []).append(row.choice)
    for sides in elections.values():
        for side, families in sides.items():
            sides[side] = (
                families[""]
                if set(families) == {""}
                else {name or "autres": names for name, names in families.items()}
            )
    return {"default": "other", "elections": elections}


def blocs_of(campaign: Any) -> "Blocs":
    """Return the sides for the science.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Blocs
        Mapping; choices without a side count as "other".
    """
    from perron.targeting.blocs import blocs_from

    return blocs_from(bloc_table(campaign), file="blocs")
