"""What the field does to the power: treated not yet visited, controls visited all the same."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from perron.errors import ParameterError
from perron.experiments.power.formula import multiplier, power_of
from perron.experiments.power.reach import Reach
from perron.words import NARROW, Words, number


@dataclass(frozen=True, slots=True)
class Left:
    """The power that is left.

    Parameters
    ----------
    planned : float
        Chance of finding the effect hoped for, as planned, between 0 and 1.
    now : float
        The same if the campaign stopped here.
    effect : float
        Effect on one person talked with that these chances are about.
    visited, contacted : float
        Smallest effects that would be found if it stopped here, on one person visited and talked with;
        infinite when the treated are visited no more than the controls.
    coverage_needed : float or None
        Coverage of the treated that would bring the planned chance back, visits to controls and contact being
        what they are; None when complete coverage would not.
    words : Words
        The same in one sentence.
    """

    planned: float
    now: float
    effect: float
    visited: float
    contacted: float
    coverage_needed: float | None
    words: Words

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, for JSON.

        Returns
        -------
        dict
            By name; infinite effects as null; the sentence in both languages.
        """
        effects = {
            name: value if isfinite(value) else None
            for name, value in (("visited", self.visited), ("contacted", self.contacted))
        }
        return {
            "planned": self.planned,
            "now": self.now,
            "effect": self.effect,
            **effects,
            "coverage_needed": self.coverage_needed,
            "words": {"en": self.words.en, "fr": self.words.fr},
        }


def power_left(
    error: float,
    planned: Reach,
    now: Reach,
    *,
    effect: float | None = None,
    df: float = inf,
    level: float = 0.05,
    power: float = 0.8,
) -> Left:
    """Work out what compliance so far leaves of the power.

    Parameters
    ----------
    error : float
        Standard error of the effect on everyone, in shares, above 0 (`Curve.at(...)["error"]`).
    planned, now : Reach
        Coverage, visits to controls and contact: as planned, and so far.
    effect : float, optional
        Effect hoped for on one person talked with; by default the one that the plan would find with
        probability `power`.
    df : float
        Degrees of freedom of the comparison.
    level, power : float
        Chance of crying effect where there is none, and of finding it where it is.

    Returns
    -------
    Left
        Chances, and the smallest effects that would be found now.

    Raises
    ------
    ParameterError
        A parameter outside its range, or a plan by which nobody is talked with.

    Notes
    -----
    The error of the comparison does not change, the effect on everyone does: (coverage − contamination) ×
    contact × effect. Half the coverage is worth a quarter of the units.
    """
    times = multiplier(level, power, df)
    if effect is None:
        effect = planned.on_contacted(times * error)
    if not isfinite(effect):
        raise ParameterError(
            Words("by this plan nobody is talked with", "ce plan ne fait parler à personne"),
            column="planned",
            found=str(planned),
        )
    chances = [power_of(reach.on_everyone(effect), error, level=level, df=df) for reach in (planned, now)]
    aim = planned.on_everyone(effect)
    needed = now.contamination + aim / (effect * now.contact) if effect and now.contact else inf
    return Left(
        chances[0],
        chances[1],
        effect,
        now.on_visited(times * error),
        now.on_contacted(times * error),
        needed if needed <= 1.0 + 1e-12 else None,
        _words(chances[0], chances[1], now, needed),
    )


def _words(planned: float, left: float, now: Reach, needed: float) -> Words:
    def share(value: float, lang: str) -> str:
        sign = "%" if lang == "en" else f"{NARROW}%"
        return number(100.0 * value, 0, "en" if lang == "en" else "fr") + sign

    en, fr = (
        {
            name: share(value, lang)
            for name, value in (
                ("planned", planned),
                ("left", left),
                ("covered", now.coverage),
                ("wrong", now.contamination),
                ("needed", min(needed, 1.0)),
            )
        }
        for lang in ("en", "fr")
    )
    if now.difference == 0:
        return Words(
            f"Controls are visited as much as the others ({en['wrong']}): nothing would be found.",
            f"Les témoins sont visités autant que les autres ({fr['wrong']})\u00a0: on ne trouverait rien.",
        )
    english = (
        f"If it stopped here ({en['covered']} of the doors of visited bureaux, {en['wrong']} of those of "
        f"controls), the effect hoped for would be found with a chance of {en['left']} "
        f"({en['planned']} as planned)."
    )
    french = (
        f"Si l’on s’arrêtait là ({fr['covered']} des portes des bureaux visités, {fr['wrong']} de celles des "
        f"témoins), l’effet espéré serait trouvé avec une probabilité de {fr['left']} "
        f"({fr['planned']} prévus)."
    )
    if left < planned - 0.005 and needed <= 1.0:
        english += f" Covering {en['needed']} would bring it back."
        french += f" Couvrir {fr['needed']} la rétablirait."
    elif left < planned - 0.005:
        english += " Even complete coverage would not bring it back: fewer visits to controls would."
        french += (
            " Même une couverture complète n’y suffirait pas\u00a0: il faut cesser les visites aux témoins."
        )
    return Words(english, french)
