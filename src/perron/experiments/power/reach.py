"""How many of the people meant to be visited are, and what it makes of an effect."""

from dataclasses import dataclass
from math import inf

from perron.errors import ParameterError
from perron.words import Words


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

    Raises
    ------
    ParameterError
        A share outside its range.

    Notes
    -----
    With τ the effect on one person visited, the effect on everyone in treated units is
    (coverage − contamination) τ (Bloom 1984, Evaluation Review 8(2); Angrist, Imbens & Rubin 1996,
    Journal of the American Statistical Association 91), and τ = contact × the effect on one person talked
    with, if a closed door has none.
    """

    coverage: float = 1.0
    contamination: float = 0.0
    contact: float = 1.0

    def __post_init__(self) -> None:
        for name in ("coverage", "contamination", "contact"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ParameterError(
                    Words("a share is outside its range", "une part est hors de ses bornes"),
                    column=name,
                    found=str(value),
                    expected=Words("between 0 and 1", "entre 0 et 1"),
                )

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
