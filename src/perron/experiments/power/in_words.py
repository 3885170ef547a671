"""The power curve in plain words: what would be found, what would not, and what pooling would take."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Literal

from perron.experiments.power.curve import Curve
from perron.experiments.power.pooling_need import campaigns_needed
from perron.words import NARROW, Language, Words, number

Kind = Literal["learns", "partly", "small", "nothing", "open"]
HALF: Final = 0.5
"""Chance of finding the effect hoped for below which a campaign is too small to learn anything alone."""

_NAMES: Final = {
    "turnout": Words("turnout", "la participation"),
    "support": Words("our votes", "nos voix"),
    "support_valid": Words("our share of valid votes", "notre part des suffrages exprimés"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a campaign of this size can learn of one outcome.

    Parameters
    ----------
    outcome : str
        Which outcome.
    kind : {"learns", "partly", "small", "nothing", "open"}
        It would find the effect hoped for about as often as promised, by the more cautious of formula and
        redraws; at least once in two; less often, so that it
        is too small to learn anything alone; nothing can be compared; no effect is hoped for.
    campaigns : int or None
        Campaigns like it that would find that effect together, when alone it would not.
    words : tuple of Words
        Sentences, to be shown as they are.
    """

    outcome: str
    kind: Kind
    campaigns: int | None
    words: tuple[Words, ...]


def verdict(curve: Curve, outcome: str, share: float | None = None) -> Verdict:
    """Say what a campaign would learn.

    Parameters
    ----------
    curve : Curve
        From `power_curve`.
    outcome : str
        Which outcome.
    share : float or None
        Share left alone; None for the design's own.

    Returns
    -------
    Verdict
        The judgement and its sentences.
    """
    row = curve.at(outcome, share)
    if not (isfinite(row["effect"]) and isfinite(row["effect_redraws"])):
        return Verdict(outcome, "nothing", None, (_nothing(row),))
    words = [_smallest(row, curve)]
    if row["expected"] is None:
        return Verdict(outcome, "open", None, tuple(words))
    row = row | {"found": min(row["found"], row["found_redraws"])}
    if row["found"] >= curve.power - 0.02:
        return Verdict(outcome, "learns", None, (*words, _learns(row)))
    kind: Kind = "partly" if row["found"] >= HALF else "small"
    count = campaigns_needed(row["error"], row["expected"], level=curve.level, power=curve.power)
    return Verdict(outcome, kind, count, (*words, _not(row, kind), _pooling(count, curve)))


def points(value: float, lang: Language) -> str:
    """Write an effect in points, as many decimals as it needs.

    Parameters
    ----------
    value : float
        Effect, in shares.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        Such as "0,62 point".
    """
    size = abs(100.0 * value)
    decimals = 2 if size < 1 else 1 if size < 20 else 0
    shown = number(100.0 * value, decimals, lang)
    plural = round(size, decimals) >= 2 if lang == "fr" else round(size, decimals) != 1
    return f"{shown}\u00a0point{'s' if plural else ''}"


def chance(value: float, lang: Language) -> str:
    """Write a chance in percent.

    Parameters
    ----------
    value : float
        Between 0 and 1.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        Such as "80 %".
    """
    return number(100.0 * value, 0, lang) + (f"{NARROW}%" if lang == "fr" else "%")


def _name(row: dict[str, Any]) -> Words:
    return _NAMES.get(row["outcome"], Words(row["outcome"], row["outcome"]))


def _smallest(row: dict[str, Any], curve: Curve) -> Words:
    name, en, fr = _name(row), _figures(row, curve, "en"), _figures(row, curve, "fr")
    return Words(
        f"With {en['share']} left alone ({en['control']} against {en['treated']}), the smallest effect on "
        f"{name.en} found with a chance of {en['power']} is {en['effect']} over everyone registered "
        f"({en['effect_redraws']} on past elections drawn again): {en['visited']} on people visited, "
        f"{en['contacted']} on people talked with.",
        f"Avec {fr['share']} laissés de côté ({fr['control']} contre {fr['treated']}), le plus petit effet "
        f"sur {name.fr} trouvé avec une probabilité de {fr['power']} est de {fr['effect']} sur tous les "
        f"inscrits ({fr['effect_redraws']} d’après les élections passées tirées à nouveau)\u00a0: "
        f"{fr['visited']} sur les personnes visitées, {fr['contacted']} sur celles à qui l’on parle.",
    )


def _figures(row: dict[str, Any], curve: Curve, lang: Language) -> dict[str, str]:
    names = ("effect", "effect_redraws", "visited", "contacted")
    return {
        "share": chance(row["share"], lang),
        "control": number(row["control"], 0, lang),
        "treated": number(row["treated"], 0, lang),
        "power": chance(curve.power, lang),
        **{k: points(row[k], lang) if isfinite(row[k]) else "∞" for k in names},
    }


def _learns(row: dict[str, Any]) -> Words:
    return Words(
        f"The effect hoped for ({points(row['expected'], 'en')} over everyone) would be found with a chance "
        f"of {chance(row['found'], 'en')}: this campaign can learn.",
        f"L’effet espéré ({points(row['expected'], 'fr')} sur tous) serait trouvé avec une probabilité de "
        f"{chance(row['found'], 'fr')}\u00a0: cette campagne peut apprendre.",
    )


def _not(row: dict[str, Any], kind: Kind) -> Words:
    en = (
        f"The effect hoped for ({points(row['expected'], 'en')} over everyone) would be found with a chance "
        f"of {chance(row['found'], 'en')} only"
    )
    fr = (
        f"L’effet espéré ({points(row['expected'], 'fr')} sur tous) ne serait trouvé qu’avec une probabilité "
        f"de {chance(row['found'], 'fr')}"
    )
    if kind == "partly":
        return Words(
            f"{en}: finding nothing would not prove that there is nothing.",
            f"{fr}\u00a0: ne rien trouver ne prouverait pas qu’il n’y a rien.",
        )
    return Words(
        f"{en}: alone, this campaign is too small to learn anything of it.",
        f"{fr}\u00a0: seule, cette campagne est trop petite pour en apprendre quoi que ce soit.",
    )


def _pooling(count: int | None, curve: Curve) -> Words:
    if count is None:
        return Words(
            "Even thousands of campaigns like it would not find it together.",
            "Même des milliers de campagnes semblables ne le trouveraient pas ensemble.",
        )
    often = chance(curve.power, "en"), chance(curve.power, "fr")
    return Words(
        f"{number(count, 0, 'en')} campaigns like it, their sealed results pooled, would find it with a "
        f"chance of {often[0]}.",
        f"{number(count, 0, 'fr')} campagnes semblables, leurs résultats scellés mis en commun, le "
        f"trouveraient avec une probabilité de {often[1]}.",
    )


def _nothing(row: dict[str, Any]) -> Words:
    en, fr = number(row["control"], 0, "en"), number(row["control"], 0, "fr")
    return Words(
        f"Nothing can be learnt of {_name(row).en}: too few units to compare ({en} left alone).",
        f"On n’apprendra rien sur {_name(row).fr}\u00a0: trop peu d’unités à comparer "
        f"({fr} laissées de côté).",
    )
