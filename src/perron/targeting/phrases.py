"""Reasons in words that a campaign director reads."""

from collections.abc import Mapping
from typing import Any, Final

from perron.words import Language, Words, number

NAMES: Final = {
    "contacts_per_hour": Words("conversations per hour", "conversations par heure"),
    "intermittent": Words("intermittent voters", "intermittents"),
    "turnout": Words("turnout expected", "participation attendue"),
    "support": Words("support for us", "soutien à notre camp"),
    "balance": Words("how close the vote is", "vote disputé"),
    "unregistered": Words("adults not registered", "adultes non inscrits"),
    "mobilisation_effect": Words("effect of mobilising", "effet de la mobilisation"),
    "persuasion_effect": Words("effect of persuading", "effet de la persuasion"),
    "registration_effect": Words("effect on registration", "effet sur l’inscription"),
}
"""Short names of the factors, for the bars."""

_HIGH: Final = {
    "contacts_per_hour": Words("Many conversations an hour", "Beaucoup de conversations à l’heure"),
    "intermittent": Words("Many intermittent voters", "Beaucoup d’intermittents"),
    "turnout": Words("Many voters to persuade", "Beaucoup de votants à convaincre"),
    "support": Words("A strong support for us", "Un soutien fort à notre camp"),
    "balance": Words("A closer vote than elsewhere", "Un vote plus disputé qu’ailleurs"),
    "unregistered": Words("Many adults not registered", "Beaucoup d’adultes non inscrits"),
}
_LOW: Final = {
    "contacts_per_hour": Words("Few conversations an hour", "Peu de conversations à l’heure"),
    "intermittent": Words("Few intermittent voters", "Peu d’intermittents"),
    "turnout": Words("Few voters to persuade", "Peu de votants à convaincre"),
    "support": Words("A weak support for us", "Un soutien faible à notre camp"),
    "balance": Words("A less close vote than elsewhere", "Un vote moins disputé qu’ailleurs"),
    "unregistered": Words("Few adults not registered", "Peu d’adultes non inscrits"),
}
_OF: Final = {
    "intermittent": Words(" of the registered", " des inscrits"),
    "turnout": Words(" of the registered", " des inscrits"),
    "support": Words(" of valid votes", " des exprimés"),
    "balance": Words(" of valid votes for us", " des exprimés pour notre camp"),
    "unregistered": Words(" of adults", " des adultes"),
}
"""Factors that are shares, and of what; balance is shown by the share it comes from."""

_EVEN: Final = Words(", an even split being 50%", ", l’équilibre étant à 50\u202f%")


def reason_words(row: Mapping[str, Any], lang: Language = "fr") -> str:
    """Say one reason in words.

    Parameters
    ----------
    row : mapping
        A row of `REASONS`: score, factor, value, average, effect.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. « Beaucoup d'intermittents : 34 % des inscrits contre 27 % en moyenne (+0,08 voix par heure) ».
    """
    factor, value, average = str(row["factor"]), float(row["value"]), float(row["average"])
    high = float(row["effect"]) >= 0 if factor == "balance" else value >= average
    opening = (_HIGH if high else _LOW).get(factor, NAMES.get(factor, Words(factor, factor)))
    colon, versus = ("\u00a0: ", " contre ") if lang == "fr" else (": ", " against ")
    mean = " en moyenne" if lang == "fr" else " on average"
    of = _OF.get(factor)
    shown, usual = (_figure(factor, v, lang) for v in (value, average))
    if shown == usual:
        shown, usual = (_figure(factor, v, lang, more=1) for v in (value, average))
    detail = f"{shown}{of.text(lang) if of else ''}{versus}{usual}{mean}"
    if factor == "balance":
        detail += _EVEN.text(lang)
    return f"{opening.text(lang)}{colon}{detail} ({effect_words(row, lang)})"


def effect_words(row: Mapping[str, Any], lang: Language = "fr") -> str:
    """Say what a reason adds or takes away.

    Parameters
    ----------
    row : mapping
        A row of `REASONS`: score and effect.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. « +0,08 voix par heure »; thousandths when the effect is below one hundredth.
    """
    effect = float(row["effect"])
    decimals = 2 if abs(effect) >= 0.01 else 3
    text = number(abs(effect), decimals, lang)
    zero = float(f"{abs(effect):.{decimals}f}") == 0.0
    sign = "" if zero else ("+" if effect > 0 else "\u2212")
    unit = (
        Words("registrations per hour", "inscriptions par heure")
        if row["score"] == "registration"
        else Words("votes per hour", "voix par heure")
    )
    return f"{sign}{text} {unit.text(lang)}"


def _figure(factor: str, value: float, lang: Language, more: int = 0) -> str:
    if factor in _OF:
        return (
            f"{number(100 * value, more, lang)}\u202f%"
            if lang == "fr"
            else f"{number(100 * value, more, lang)}%"
        )
    return number(value, 2 + more, lang)
