"""Words shown to people: each text in French (the interface's language) and in English."""

from typing import Literal, NamedTuple

Language = Literal["fr", "en"]

NARROW = "\u202f"
"""Narrow no-break space: before « ; ! ? % » and between thousands in French."""


class Words(NamedTuple):
    """One text in both languages.

    Parameters
    ----------
    en : str
        English text.
    fr : str
        French text, with its own typography.
    """

    en: str
    fr: str

    def text(self, lang: Language = "fr") -> str:
        """Return the text in one language.

        Parameters
        ----------
        lang : {"fr", "en"}
            Language wanted.

        Returns
        -------
        str
            The text.
        """
        return self.fr if lang == "fr" else self.en


def number(value: float, decimals: int = 0, lang: Language = "fr") -> str:
    """Write a number as a reader of the language expects (1 234,5 or 1,234.5).

    Parameters
    ----------
    value : float
        The number.
    decimals : int
        Digits after the decimal mark, 0 or more.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        The number, thousands separated by a narrow no-break space in French; what rounds to zero has no sign.
    """
    text = f"{value:z,.{decimals}f}"
    if lang == "en":
        return text
    return text.replace(",", NARROW).replace(".", ",").replace("-", "\u2212")


def duration(minutes: float) -> str:
    """Write a duration in hours and minutes, alike in both languages ("1 h 50", "45 min").

    Parameters
    ----------
    minutes : float
        Duration in minutes, 0 or more.

    Returns
    -------
    str
        The duration.
    """
    whole = round(minutes)
    if whole < 60:
        return f"{whole}\u00a0min"
    hours, rest = divmod(whole, 60)
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"
