"""Figures as a reader expects them, in French or in English: unbroken spaces, units, dates, intervals."""

import math
from datetime import UTC, date, datetime
from typing import Final

from django.utils import timezone

from perron.words import NARROW, Language, duration
from perron.words import number as write_number
from perron_web.platform.words import language

NOTHING: Final = "–"
"""Shown where there is no figure."""
HARD: Final = "\u00a0"

DAYS: Final[dict[Language, str]] = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
MONTHS: Final[dict[Language, str]] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def _known(value: object) -> float | None:
    """Return a finite float, or None for whatever is not a number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        known = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return known if math.isfinite(known) else None


def number(value: object, decimals: int = 0) -> str:
    """Write a number ("1 234", "12,5").

    Parameters
    ----------
    value : object
        A number; anything else gives a dash.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    str
        The number.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    rounded = round(known, decimals)
    return write_number(rounded or 0.0, decimals, language())


def signed(value: object, decimals: int = 0) -> str:
    """Write a difference with its sign ("+1,2", "−3").

    Parameters
    ----------
    value : object
        A number.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    str
        The number, with + when it is positive.
    """
    known = _known(value)
    text = number(value, decimals)
    return f"+{text}" if known is not None and round(known, decimals) > 0 else text


def percent(value: object, decimals: int = 1) -> str:
    """Write a share ("12,5 %").

    Parameters
    ----------
    value : object
        Share, from 0 to 1.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    str
        The share in percent.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    return number(known * 100, decimals) + (f"{NARROW}%" if language() == "fr" else "%")


def points(value: object, decimals: int = 1) -> str:
    """Write a difference between shares ("+1,2 point", "−3,4 points").

    Parameters
    ----------
    value : object
        Difference of shares, from -1 to 1.
    decimals : int
        Digits after the decimal mark.

    Returns
    -------
    str
        The difference in percentage points.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    amount = round(known * 100, decimals)
    word = "point" if not many(amount) else "points"
    return f"{signed(amount, decimals)}{HARD}{word}"


def many(amount: object) -> bool:
    """Say whether a word takes its plural: from 2 on in French, for all but 1 in English.

    Parameters
    ----------
    amount : object
        How many.

    Returns
    -------
    bool
        True for the plural.
    """
    known = abs(_known(amount) or 0.0)
    return known >= 2 if language() == "fr" else known != 1


def minutes(value: object) -> str:
    """Write a duration in minutes ("2 h 10", "45 min", from 100 hours on "1 200 h").

    Parameters
    ----------
    value : object
        Minutes.

    Returns
    -------
    str
        The duration.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    return duration(max(known, 0.0)) if known < 6000 else hours(known / 60)


def hours(value: object) -> str:
    """Write a duration in hours ("1 200 h", "2 h 30").

    Parameters
    ----------
    value : object
        Hours.

    Returns
    -------
    str
        The duration; minutes are told below 10 hours only.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    return duration(max(known, 0.0) * 60) if known < 10 else f"{number(known)}{HARD}h"


def metres(value: object) -> str:
    """Write a distance ("850 m", "2,4 km").

    Parameters
    ----------
    value : object
        Metres.

    Returns
    -------
    str
        The distance.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    return f"{number(known)}{HARD}m" if known < 1000 else f"{number(known / 1000, 1)}{HARD}km"


def size(value: object) -> str:
    """Write the size of a file ("12,4 Mo").

    Parameters
    ----------
    value : object
        Bytes.

    Returns
    -------
    str
        The size in decimal units.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    french = language() == "fr"
    for limit, fr, en in ((1e9, "Go", "GB"), (1e6, "Mo", "MB"), (1e3, "ko", "kB")):
        if known >= limit:
            return f"{number(known / limit, 1)}{HARD}{fr if french else en}"
    word = ("octets" if many(known) else "octet") if french else ("bytes" if many(known) else "byte")
    return f"{number(known)}{HARD}{word}"


def interval(low: object, high: object, decimals: int = 0, unit: str = "") -> str:
    """Write an interval ("12,1 – 13,4 %").

    Parameters
    ----------
    low, high : object
        Ends; shares from 0 to 1 when the unit is "%".
    decimals : int
        Digits after the decimal mark.
    unit : str
        "%" or any word, written once after the upper end.

    Returns
    -------
    str
        The interval.
    """
    ends = (_known(low), _known(high))
    if ends[0] is None or ends[1] is None:
        return NOTHING
    factor = 100 if unit == "%" else 1
    first, last = (number(end * factor, decimals) for end in (ends[0], ends[1]))
    gap = (NARROW if language() == "fr" else "") if unit == "%" else HARD
    return f"{first}{HARD}– {last}" + (f"{gap}{unit}" if unit else "")


def _local(value: object) -> date | datetime | None:
    """Return a date, or a moment in the time zone of the page."""
    if isinstance(value, datetime):
        return timezone.localtime(value if timezone.is_aware(value) else value.replace(tzinfo=UTC))
    return value if isinstance(value, date) else None


def day(value: object, *, year: bool = False) -> str:
    """Write a day ("samedi 14 mars", "Saturday 14 March").

    Parameters
    ----------
    value : object
        A date or a moment.
    year : bool
        Whether the year is always told; it is told anyway when it is not this year.

    Returns
    -------
    str
        The day.
    """
    known = _local(value)
    if known is None:
        return NOTHING
    lang = language()
    first = "1er" if lang == "fr" and known.day == 1 else str(known.day)
    name, month = DAYS[lang].split()[known.weekday()], MONTHS[lang].split()[known.month - 1]
    ending = f" {known.year}" if year or known.year != timezone.localdate().year else ""
    return f"{name} {first}{HARD}{month}{ending}"


def clock(value: object) -> str:
    """Write a time of day ("8 h 30", "8:30").

    Parameters
    ----------
    value : object
        A moment.

    Returns
    -------
    str
        The time.
    """
    known = _local(value)
    if not isinstance(known, datetime):
        return NOTHING
    if language() == "en":
        return f"{known.hour}:{known.minute:02d}"
    return f"{known.hour}{HARD}h" + (f"{HARD}{known.minute:02d}" if known.minute else "")


def moment(value: object) -> str:
    """Write a day and a time ("samedi 14 mars à 8 h 30").

    Parameters
    ----------
    value : object
        A moment.

    Returns
    -------
    str
        The day and the time.
    """
    if not isinstance(value, datetime):
        return day(value)
    return f"{day(value)} {'à' if language() == 'fr' else 'at'}{HARD}{clock(value)}"


def counted(value: object, words: str) -> str:
    """Write a number with its word ("1 porte", "1 234 portes").

    Parameters
    ----------
    value : object
        How many.
    words : str
        Singular and plural, separated by a comma ("porte,portes").

    Returns
    -------
    str
        The number and the word that fits.
    """
    return f"{number(value)}{HARD}{worded(value, words)}"


def worded(value: object, words: str) -> str:
    """Choose the word that fits a number written elsewhere ("porte frappée", "portes frappées").

    Parameters
    ----------
    value : object
        How many.
    words : str
        Singular and plural, separated by a comma ("porte,portes").

    Returns
    -------
    str
        The word.
    """
    singular, _, plural = words.partition(",")
    return plural if many(value) and plural else singular
