"""Page one in words: what was tried, what was found, how sure. A null is a result, and is said as such."""

from collections.abc import Sequence
from typing import Any, Final

from perron.words import NARROW, Language, Words, number

MEASURES: Final = {
    "turnout": Words("Turnout", "Participation"),
    "support": Words("Votes for us (of the registered)", "Voix pour nous (sur inscrits)"),
    "support_valid": Words("Votes for us (of valid votes)", "Voix pour nous (sur exprimés)"),
    "valid": Words("Valid votes (of the registered)", "Exprimés (sur inscrits)"),
    "registered": Words("Registered electors (of those before)", "Inscrits (sur ceux d’avant)"),
}
"""Name of each measure."""
BLOCS: Final = {
    "ours": Words("Votes for our list", "Voix de notre liste"),
    "ally": Words("Votes for allies", "Voix des alliés"),
    "opponent": Words("Votes for opponents", "Voix des adversaires"),
    "other": Words("Votes for others", "Voix des autres listes"),
}
ARMS: Final = {
    "control": Words("left alone", "témoin"),
    "visit": Words("visit", "visite"),
    "letter": Words("letter", "lettre"),
    "sms": Words("text message", "SMS"),
    "visit+letter": Words("visit and letter", "visite et lettre"),
}
"""What usual names of arms mean; others are shown as they are."""
UNITS: Final = {
    "bureau": Words("polling stations", "bureaux de vote"),
    "building": Words("buildings", "immeubles"),
    "street": Words("streets", "rues"),
    "outing": Words("outings", "sorties"),
    "person": Words("people", "personnes"),
}
ONE: Final = {
    "bureau": Words("polling station", "bureau de vote"),
    "building": Words("building", "immeuble"),
    "street": Words("street", "rue"),
    "outing": Words("outing", "sortie"),
    "person": Words("person", "personne"),
}
COUNTED: Final = {
    "turnout": Words("extra voter", "voix de participation"),
    "registered": Words("registration", "inscription"),
}
VOTE: Final = Words("vote", "voix")


def measure_label(measure: str, bloc: str = "") -> Words:
    """Name an outcome.

    Parameters
    ----------
    measure, bloc : str
        As in a registration.

    Returns
    -------
    Words
        Its name.
    """
    if bloc and measure.startswith("support"):
        over = (
            Words("of valid votes", "sur exprimés")
            if measure == "support_valid"
            else Words("of the registered", "sur inscrits")
        )
        return Words(f"{BLOCS[bloc].en} ({over.en})", f"{BLOCS[bloc].fr} ({over.fr})")
    return MEASURES.get(measure, Words(measure, measure))


def arm_label(name: str) -> Words:
    """Name an arm.

    Parameters
    ----------
    name : str
        Its name in the design.

    Returns
    -------
    Words
        What it means, where it is a usual one; its name otherwise.
    """
    return ARMS.get(name, Words(name, name))


def points(value: float | None, lang: Language, decimals: int = 1, *, sign: bool = True) -> str:
    """Write an effect in points.

    Parameters
    ----------
    value : float or None
        Effect as a share (0.01: one point); None: no end.
    lang : {"fr", "en"}
        Language.
    decimals : int
        Digits after the mark.
    sign : bool
        Whether + is written.

    Returns
    -------
    str
        E.g. "+1,8".
    """
    if value is None:
        return "∞"
    scaled = round(100.0 * value, decimals) + 0.0
    text = number(abs(scaled), decimals, lang)
    if scaled < 0:
        return f"−{text}"
    return f"+{text}" if sign and scaled > 0 else text


def percent(value: float, lang: Language, decimals: int = 0) -> str:
    """Write a share in percent.

    Parameters
    ----------
    value : float
        The share.
    lang : {"fr", "en"}
        Language.
    decimals : int
        Digits after the mark.

    Returns
    -------
    str
        E.g. "62 %".
    """
    text = number(100.0 * value, decimals, lang)
    return f"{text}{NARROW}%" if lang == "fr" else f"{text}%"


def decimals_of(estimate: dict[str, Any]) -> int:
    """Return how many digits an estimate deserves: two where its interval is narrower than half a point.

    Parameters
    ----------
    estimate : dict
        JSON of an `Estimate`.

    Returns
    -------
    int
        1 or 2.
    """
    low, high = estimate["low"], estimate["high"]
    return 2 if low is not None and high is not None and high - low < 0.005 else 1


def with_interval(estimate: dict[str, Any], lang: Language) -> str:
    """Write an effect and its interval.

    Parameters
    ----------
    estimate : dict
        JSON of an `Estimate`.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. "+1,8 point (de +0,7 à +2,9)".
    """
    digits = decimals_of(estimate)
    low, high = (points(estimate[name], lang, digits) for name in ("low", "high"))
    value = in_points(estimate["estimate"], lang, digits)
    return f"{value} (de {low} à {high})" if lang == "fr" else f"{value} ({low} to {high})"


def in_points(value: float | None, lang: Language, decimals: int = 1, *, sign: bool = True) -> str:
    """Write an effect with its unit, in the plural from 2 on in French, but for 1 in English.

    Parameters
    ----------
    value : float or None
        Effect as a share.
    lang : {"fr", "en"}
        Language.
    decimals : int
        Digits after the mark.
    sign : bool
        Whether + is written.

    Returns
    -------
    str
        E.g. "+1,9 point", "2,0 points".
    """
    size = round(100.0 * abs(value or 0.0), decimals)
    plural = size >= 2 if lang == "fr" else size != 1
    space = "\u00a0" if lang == "fr" else " "
    return f"{points(value, lang, decimals, sign=sign)}{space}{'points' if plural else 'point'}"


def verdict_of(main: dict[str, Any], bound: float | None) -> str:
    """Say what an estimate shows.

    Parameters
    ----------
    main : dict
        JSON of an `Estimate`.
    bound : float or None
        "No effect bigger than" this, announced before.

    Returns
    -------
    str
        "effect", "harm", "null" (the whole interval lies within the bound) or "unclear".
    """
    low, high = main["low"], main["high"]
    if low is not None and low > 0:
        return "effect"
    if high is not None and high < 0:
        return "harm"
    if bound is not None and low is not None and high is not None and -bound < low and high < bound:
        return "null"
    return "unclear"


def title_of(verdict: str, label: Words, main: dict[str, Any], bound: float | None) -> Words:
    """Say the finding in one sentence.

    Parameters
    ----------
    verdict : str
        From `verdict_of`.
    label : Words
        Name of the outcome.
    main : dict
        JSON of the `Estimate`.
    bound : float or None
        Bound of equivalence.

    Returns
    -------
    Words
        The sentence.
    """
    shown = Words(
        f"{label.en}: {with_interval(main, 'en')}", f"{label.fr}\u00a0: {with_interval(main, 'fr')}"
    )
    head = {
        "effect": Words("An effect is shown.", "Un effet est démontré."),
        "harm": Words("The visits did harm.", "L’effet est contraire à celui voulu."),
        "null": Words(
            f"No effect bigger than {in_points(bound, 'en', sign=False)}: a result.",
            f"Pas d’effet de plus de {in_points(bound, 'fr', sign=False)}\u00a0: c’est un résultat.",
        ),
        "unclear": Words("No effect is shown.", "Aucun effet n’est démontré."),
    }[verdict]
    return Words(f"{head.en} {shown.en}.", f"{head.fr} {shown.fr}.")


def found_of(verdict: str, label: Words, main: dict[str, Any]) -> Words:
    """Say what was found of one outcome.

    Parameters
    ----------
    verdict : str
        From `verdict_of`.
    label : Words
        Name of the outcome.
    main : dict
        JSON of the `Estimate`.

    Returns
    -------
    Words
        One sentence.
    """
    en, fr = with_interval(main, "en"), with_interval(main, "fr")
    ends = {
        "effect": Words(
            "the interval leaves zero out: an effect is shown",
            "l’intervalle exclut zéro\u00a0: l’effet est démontré",
        ),
        "harm": Words(
            "the interval lies below zero: the effect goes against us",
            "l’intervalle est sous zéro\u00a0: l’effet nous est contraire",
        ),
        "null": Words(
            "so little that it counts as none: that is a result",
            "si peu que c’est comme rien\u00a0: c’est un résultat",
        ),
        "unclear": Words(
            "zero is within the interval: no effect is shown, which does not prove that there is none",
            "zéro est dans l’intervalle\u00a0: aucun effet n’est démontré, ce qui ne prouve pas qu’il n’y en "
            "a aucun",
        ),
    }[verdict]
    return Words(f"{label.en}: {en}; {ends.en}.", f"{label.fr}\u00a0: {fr}\u202f; {ends.fr}.")


def sure_of(permutation: dict[str, Any]) -> Words:
    """Say how often chance alone would show as much.

    Parameters
    ----------
    permutation : dict
        JSON of the test by the design's own draws.

    Returns
    -------
    Words
        One sentence.
    """
    draws = int(permutation["details"]["draws"])
    p = float(permutation["p"])
    share = Words(_rare(p, "en"), _rare(p, "fr"))
    return Words(
        f"Had the visits changed nothing, {share.en} of the draws would show as large a gap "
        f"({number(draws, 0, 'en')} draws made again as the first one was).",
        f"Si les visites n’avaient rien changé, {share.fr} des tirages montreraient un écart aussi grand "
        f"({number(draws)} tirages refaits comme le premier).",
    )


def _rare(p: float, lang: Language) -> str:
    if p < 0.001:
        return "moins d’un pour mille" if lang == "fr" else "fewer than one in a thousand"
    return percent(p, lang, 1 if p < 0.1 else 0)


def tried_of(experiment: dict[str, Any], coverage: Sequence[dict[str, Any]]) -> tuple[Words, ...]:
    """Say what was tried.

    Parameters
    ----------
    experiment : dict
        Key "experiment" of the content.
    coverage : sequence of dict
        Rows of compliance by arm; empty where visits are unknown.

    Returns
    -------
    tuple of Words
        Sentences.
    """
    unit = UNITS[experiment["unit"]]
    arms = experiment["arms"]
    total = sum(arm["units"] for arm in arms)
    en = ", ".join(f"{number(a['units'], 0, 'en')} “{arm_label(a['name']).en}”" for a in arms)
    fr = ", ".join(f"{number(a['units'])} «\u00a0{arm_label(a['name']).fr}\u00a0»" for a in arms)
    strata = experiment["strata"]
    within = (
        Words(f" within {number(strata, 0, 'en')} strata", f" à l’intérieur de {number(strata)} strates")
        if strata > 1
        else Words("", "")
    )
    lines = [
        Words(
            f"{number(total, 0, 'en')} {unit.en} drawn at random{within.en}: {en}.",
            f"{number(total)} {unit.fr} répartis par tirage au sort{within.fr}\u00a0: {fr}.",
        )
    ]
    if coverage:
        each_en = ", ".join(f"{percent(r['coverage'], 'en')} in “{arm_label(r['arm']).en}”" for r in coverage)
        each_fr = ", ".join(
            f"{percent(r['coverage'], 'fr')} en «\u00a0{arm_label(r['arm']).fr}\u00a0»" for r in coverage
        )
        lines.append(Words(f"Doors knocked: {each_en}.", f"Portes frappées\u00a0: {each_fr}."))
    return tuple(lines)
