"""What a campaign decides before a plan is made."""

from dataclasses import dataclass
from math import inf
from typing import get_args

from perron.errors import ParameterError
from perron.targeting.score import Objective
from perron.words import Words


@dataclass(frozen=True, slots=True)
class Choices:
    """The campaign's decisions; they check themselves.

    Parameters
    ----------
    hours : float
        Volunteer-hours available, 0 or more.
    minutes : float
        Length of an outing, minutes, above 0.
    crew : int
        Volunteers in an outing, 1 or more.
    holdout : float
        Share of bureaux drawn at random and left alone, between 0 and 1.
    minimum_share : float
        Share of its proportional due that each territory gets at least, between 0 and 1.
    objective : {"mobilisation", "persuasion", "both"}
        What the ranking counts.
    seed : int
        Seed of every draw.

    Raises
    ------
    ParameterError
        A decision outside its range.
    """

    hours: float
    minutes: float
    crew: int
    holdout: float
    minimum_share: float
    objective: Objective
    seed: int

    def __post_init__(self) -> None:
        rules = (
            ("hours", 0 <= self.hours < inf, Words("0 or more", "0 ou plus")),
            ("minutes", 0 < self.minutes < inf, Words("more than 0", "plus de 0")),
            ("crew", self.crew >= 1, Words("1 or more", "1 ou plus")),
            ("holdout", 0 <= self.holdout <= 1, Words("between 0 and 1", "entre 0 et 1")),
            ("minimum_share", 0 <= self.minimum_share <= 1, Words("between 0 and 1", "entre 0 et 1")),
            ("seed", 0 <= self.seed < 2**63, Words("0 or more", "0 ou plus")),
            (
                "objective",
                self.objective in get_args(Objective),
                Words(*[", ".join(get_args(Objective))] * 2),
            ),
        )
        for name, holds, expected in rules:
            if not holds:
                raise ParameterError(
                    Words("a decision is outside its range", "une décision est hors de ses bornes"),
                    column=name,
                    found=str(getattr(self, name)),
                    expected=expected,
                )
