"""Sealed results of several experiments, chosen, checked against double counting, and combined."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from perron.errors import DuplicateRowError, NoMatchError
from perron.experiments.pooling.combine import Pooled, pool
from perron.experiments.pooling.sealed import Result, Sealed
from perron.experiments.power.in_words import points
from perron.words import NARROW, Language, Words, number


@dataclass(frozen=True, slots=True)
class Together:
    """Results pooled, and what they say.

    Parameters
    ----------
    measure, estimand : str
        What was pooled.
    pooled : Pooled
        The combination.
    used : tuple of tuple
        Experiment and its estimate, in the order of `pooled`.
    left_out : tuple of tuple
        Experiment, and why it was left out.
    words : tuple of Words
        Sentences, to be shown as they are.
    """

    measure: str
    estimand: str
    pooled: Pooled
    used: tuple[tuple[Sealed, Result], ...]
    left_out: tuple[tuple[Sealed, Words], ...]
    words: tuple[Words, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON.

        Returns
        -------
        dict
            measure, estimand, pooled, used, left_out, words.
        """
        return {
            "measure": self.measure,
            "estimand": self.estimand,
            "pooled": self.pooled.to_dict(),
            "used": [
                {"name": s.name, "draw": s.draw, "record": s.hash, "election": r.election, "method": r.method}
                | {
                    "exploratory": r.exploratory,
                    "estimate": r.estimate,
                    "error": r.error,
                    "outcome": r.outcome,
                }
                for s, r in self.used
            ],
            "left_out": [{"name": s.name, "why": {"en": w.en, "fr": w.fr}} for s, w in self.left_out],
            "words": [{"en": w.en, "fr": w.fr} for w in self.words],
        }


def pool_sealed(
    sealed: Sequence[Sealed],
    measure: str = "turnout",
    estimand: str = "assigned",
    *,
    method: str = "REML",
    level: float = 0.95,
) -> Together:
    """Pool the same effect as several experiments found it.

    Parameters
    ----------
    sealed : sequence of Sealed
        Results of experiments, each of its own draw.
    measure : str
        Outcome: "turnout", "support"…
    estimand : {"assigned", "visited"}
        Effect on everyone meant to be visited, or on those who were.
    method : {"REML", "PM", "DL"}
        How the variance between experiments is estimated.
    level : float
        Probability that intervals hold what they are about.

    Returns
    -------
    Together
        The combination, and its words. Of several estimates of one experiment, the first that was announced
        counts, else the first.

    Raises
    ------
    DuplicateRowError
        The same draw stands twice: its electors would count twice.
    NoMatchError
        Fewer than two experiments have this effect.
    """
    _check_once(sealed)
    used, left = [], []
    for one in sealed:
        there = [r for r in one.results if r.measure == measure and r.estimand == estimand]
        there.sort(key=lambda r: r.exploratory)
        if there:
            used.append((one, there[0]))
        else:
            left.append((one, Words(f"no {measure} ({estimand})", f"pas de {measure} ({estimand})")))
    if len(used) < 2:
        known = sorted({f"{r.measure} ({r.estimand})" for one in sealed for r in one.results})
        raise NoMatchError(
            Words("fewer than two results have this effect", "moins de deux résultats portent sur cet effet"),
            found=f"{measure} ({estimand}): {len(used)}",
            expected=Words(", ".join(known), ", ".join(known)),
        )
    names = [one.name for one, _ in used]
    pooled = pool(
        [r.estimate for _, r in used], [r.error for _, r in used], names, method=method, level=level
    )
    return Together(measure, estimand, pooled, tuple(used), tuple(left), sentences(pooled, measure))


def _check_once(sealed: Sequence[Sealed]) -> None:
    seen: dict[str, Sealed] = {}
    for one in sealed:
        if one.draw in seen:
            raise DuplicateRowError(
                Words("this draw stands twice", "ce tirage figure deux fois"),
                file=one.file,
                column="draw",
                found=f"{one.name} ({one.draw[:12]}…)",
                expected=Words(
                    f"other than in {seen[one.draw].file}", f"un autre que dans {seen[one.draw].file}"
                ),
            )
        seen[one.draw] = one


def sentences(pooled: Pooled, measure: str = "") -> tuple[Words, ...]:
    """Say what a combination means.

    Parameters
    ----------
    pooled : Pooled
        The combination.
    measure : str
        What was counted: "turnout", "support"…

    Returns
    -------
    tuple of Words
        The mean effect and how sure it is, how far campaigns differ, what to expect of another one.
    """
    return _mean(pooled, _NAMES.get(measure, Words(measure or "the outcome", measure or "le résultat")))


_LANGS: Final[tuple[Language, Language]] = ("en", "fr")
_NAMES: Final = {
    "turnout": Words("turnout", "la participation"),
    "support": Words("our votes", "nos voix"),
    "support_valid": Words("our share of valid votes", "notre part des suffrages exprimés"),
    "registered": Words("registrations", "les inscriptions"),
}


def _signed(value: float, lang: Language) -> str:
    return ("+" if value > 0 else "") + points(value, lang)


def _mean(pooled: Pooled, name: Words) -> tuple[Words, ...]:
    one, k = pooled.random, len(pooled.names)
    en, fr = ([_signed(v, lang) for v in (one.estimate, one.low, one.high)] for lang in _LANGS)
    sure = number(100.0 * pooled.level, 0)
    if one.low > 0 or one.high < 0:
        end = Words("the effect is not nil, at this level", "l’effet n’est pas nul, à ce niveau")
    else:
        end = Words("neither an effect nor its absence is excluded", "ni un effet ni son absence n’est exclu")
    return (
        Words(
            f"Together, {k} experiments find {en[0]} on {name.en} ({sure}% interval: {en[1]} to {en[2]}): "
            f"{end.en}.",
            f"Ensemble, {k} expériences trouvent {fr[0]} sur {name.fr} (intervalle à {sure}{NARROW}%\u00a0: "
            f"de {fr[1]} à {fr[2]})\u00a0: {end.fr}.",
        ),
        _differ(pooled),
        _next(pooled),
    )


def _differ(pooled: Pooled) -> Words:
    if pooled.tau2 == 0:
        return Words(
            "They differ no more than chance would have it, which does not prove that they are alike.",
            "Elles ne diffèrent pas plus que par hasard, ce qui ne prouve pas qu’elles soient semblables.",
        )
    share = number(100.0 * pooled.i2, 0)
    return Words(
        f"True effects differ by about {points(pooled.tau, 'en')} (standard deviation); {share}% of the "
        "spread of estimates is not chance.",
        f"Les vrais effets diffèrent d’environ {points(pooled.tau, 'fr')} (écart type)\u202f; "
        f"{share}{NARROW}% de la dispersion des estimations n’est pas due au hasard.",
    )


def _next(pooled: Pooled) -> Words:
    ends = pooled.prediction_low, pooled.prediction_high
    en, fr = ([_signed(end, lang) for end in ends] for lang in _LANGS)
    return Words(
        f"Another such campaign would have an effect between {en[0]} and {en[1]}.",
        f"Une autre campagne semblable aurait un effet entre {fr[0]} et {fr[1]}.",
    )
