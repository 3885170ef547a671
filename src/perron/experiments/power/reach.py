"""How many of the people meant to be visited are, and what it makes of an effect."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

from perron.errors import ParameterError
from perron.words import Words

OUTSIDE: Final = 0.141
"""Share of knocks at doors of no unit of the experiment: that of 2012, of the doors that were reported (Pons
2017, HBS working paper 16-079)."""
ASTRAY: Final = 0.05
"""How often a control's door is knocked at, over a treated one's. In 2012: (13.3 / 1) / (72.5 / 4) = 0.73,
one unit in five being a control and three territories in four (75.7 %) not using the paper list. Here no
list, map or search shows controls: a team in twenty is supposed to go without regard to the draw."""
UNEVEN: Final = 0.5
"""Coefficient of variation of coverage between treated units: a tenth never reached, the others for a third
of their doors to nearly all, as in simulated campaigns."""
FAVOUR: Final = 0.6
"""Correlation of coverage with our results: teams go where they are well received."""
MOST_UNEVEN: Final = 10.0
"""The largest coefficient of variation that is taken."""


def _within(name: str, value: float, most: float = 1.0) -> None:
    if not 0.0 <= value <= most:
        raise ParameterError(
            Words("a share is outside its range", "une part est hors de ses bornes"),
            column=name,
            found=str(value),
            expected=Words(f"between 0 and {most:g}", f"entre 0 et {most:g}"),
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """Imperfect compliance: who is visited, and who talks.

    Parameters
    ----------
    coverage : float
        Share of the electors of treated units whose door is knocked at, between 0 and 1.
    contamination : float
        Share of the electors of control units whose door is knocked at all the same, between 0 and 1.
    contact : float
        Share of visited electors who are talked with, between 0 and 1 (doors opened × conversations).
    uneven : float
        Coefficient of variation of coverage between treated units, 0 or more; what a share allows at most,
        with that mean, is √((1 − coverage) / coverage).
    favour : float
        Correlation of coverage with the outcome, between 0 and 1: teams go where they are well received.

    Raises
    ------
    ParameterError
        A share outside its range.

    Notes
    -----
    With τ the effect on one person visited, the effect on everyone in treated units is
    (coverage − contamination) τ (Bloom 1984, Evaluation Review 8(2); Angrist, Imbens & Rubin 1996,
    Journal of the American Statistical Association 91), and τ = contact × the effect on one person talked
    with, if a closed door has none. What uneven visits cost: `perron.experiments.power.uneven`.
    """

    coverage: float = 1.0
    contamination: float = 0.0
    contact: float = 1.0
    uneven: float = 0.0
    favour: float = 0.0

    def __post_init__(self) -> None:
        for name in ("coverage", "contamination", "contact", "favour"):
            _within(name, getattr(self, name))
        _within("uneven", self.uneven, MOST_UNEVEN)

    @classmethod
    def usual(
        cls,
        coverage: float,
        contact: float = 1.0,
        *,
        outside: float = OUTSIDE,
        astray: float = ASTRAY,
        uneven: float = UNEVEN,
        favour: float = FAVOUR,
    ) -> "Reach":
        """Return how visits go in the field, from the doors that the hours allow.

        Parameters
        ----------
        coverage : float
            Share of the doors of treated units that the hours allow to knock at, between 0 and 1.
        contact : float
            Share of visited electors who are talked with.
        outside : float
            Share of knocks that fall at doors of no unit of the experiment, between 0 and 1.
        astray : float
            How often a control's door is knocked at, over a treated one's, between 0 and 1.
        uneven, favour : float
            As in `Reach`.

        Returns
        -------
        Reach
            Coverage (1 − outside) × coverage, contamination astray times that.

        Raises
        ------
        ParameterError
            A share outside its range.
        """
        _within("outside", outside)
        _within("astray", astray)
        inside = coverage * (1.0 - outside)
        return cls(inside, astray * inside, contact, uneven, favour)

    @property
    def sway(self) -> float:
        """Spread of the gain between treated units, over its mean."""
        if not self.difference:
            return inf if self.uneven else 0.0
        most = sqrt((1.0 - self.coverage) / self.coverage)
        return min(self.uneven, most) * self.coverage / self.difference

    @property
    def difference(self) -> float:
        """Share visited among the treated, less that among the controls, never below 0."""
        return max(self.coverage - self.contamination, 0.0)

    def on_visited(self, effect: float) -> float:
        """Return the effect on one person visited that makes an effect on everyone.

        Parameters
        ----------
        effect : float
            Effect on everyone in treated units.

        Returns
        -------
        float
            Effect on the visited; infinite when the treated are visited no more than the controls.
        """
        return effect / self.difference if self.difference else inf

    def on_contacted(self, effect: float) -> float:
        """Return the effect on one person talked with that makes an effect on everyone.

        Parameters
        ----------
        effect : float
            Effect on everyone in treated units.

        Returns
        -------
        float
            Effect on the contacted; infinite when nobody more is talked with.
        """
        talked = self.difference * self.contact
        return effect / talked if talked else inf

    def on_everyone(self, contacted: float) -> float:
        """Return the effect on everyone that an effect on one person talked with makes.

        Parameters
        ----------
        contacted : float
            Effect on one person talked with.

        Returns
        -------
        float
            Effect on everyone in treated units.
        """
        return contacted * self.difference * self.contact
