"""Figures of the report as they are written: points, p-values, degrees of freedom."""

from datetime import UTC, datetime
from typing import Any, Final

from perron.evaluation.sentences import decimals_of, in_points, percent, points, with_interval
from perron.words import Language, number

__all__ = [
    "cell",
    "decimals_of",
    "df",
    "in_points",
    "interval",
    "moment",
    "p_value",
    "percent",
    "points",
    "with_interval",
]


def p_value(p: float | None, lang: Language) -> str:
    """Write a p-value.

    Parameters
    ----------
    p : float or None
        p-value; None where there is none.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. "0,03", "< 0,001".
    """
    if p is None:
        return "–"
    if p < 0.001:
        return f"<\u00a0{number(0.001, 3, lang)}"
    return number(p, 3 if p < 0.1 else 2, lang)


def p_said(p: float | None, lang: Language) -> str:
    """Write a p-value with its letter, inside a sentence.

    Parameters
    ----------
    p : float or None
        p-value; None where there is none.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. "p = 0,03", "p < 0,001".
    """
    text = p_value(p, lang)
    return f"p\u00a0{text}" if text.startswith("<") else f"p\u00a0=\u00a0{text}"


def df(value: float | None, lang: Language) -> str:
    """Write degrees of freedom; none are infinite.

    Parameters
    ----------
    value : float or None
        Degrees of freedom; None for the normal law.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. "131", "∞".
    """
    return "∞" if value is None else number(value, 0 if value >= 10 else 1, lang)


def interval(estimate: dict[str, Any], lang: Language, decimals: int = 2) -> str:
    """Write an interval in points.

    Parameters
    ----------
    estimate : dict
        low and high, as shares; None goes on without end.
    lang : {"fr", "en"}
        Language.
    decimals : int
        Digits.

    Returns
    -------
    str
        E.g. "+0,71 à +2,90".
    """
    low = "−∞" if estimate["low"] is None else points(estimate["low"], lang, decimals)
    high = "+∞" if estimate["high"] is None else points(estimate["high"], lang, decimals)
    return f"{low} {'à' if lang == 'fr' else 'to'} {high}"


def cell(value: Any, lang: Language, decimals: int = 0) -> str:
    """Write a number in a table; nothing is a dash.

    Parameters
    ----------
    value : float or None
        The number.
    lang : {"fr", "en"}
        Language.
    decimals : int
        Digits.

    Returns
    -------
    str
        The number.
    """
    return "–" if value is None else number(float(value), decimals, lang)


_MONTHS: Final = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def moment(text: str, lang: Language) -> str:
    """Write an instant of a record, in universal time.

    Parameters
    ----------
    text : str
        ISO 8601, with its zone; anything else stays as it is.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        E.g. "26 avril 2026 à 8 h 00 (UTC)".
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    at = at.astimezone(UTC) if at.tzinfo else at
    month = _MONTHS[lang][at.month - 1]
    if lang == "en":
        return f"{at.day} {month} {at.year}, {at:%H:%M} (UTC)"
    day = "1er" if at.day == 1 else str(at.day)
    return f"{day}\u00a0{month} {at.year} à {at.hour}\u00a0h\u00a0{at:%M} (UTC)"
