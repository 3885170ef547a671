"""The evaluation, whole: what was tried, what was found, and everything needed to find it again."""

import re
from dataclasses import dataclass
from typing import Any, Final

from perron.words import Language, Words

FORMAT: Final = "evaluation/1"
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=[\w«{])")


@dataclass(frozen=True)
class Evaluation:
    """An experiment evaluated.

    Parameters
    ----------
    plain : dict
        JSON values, see `content`.
    """

    plain: dict[str, Any]

    def content(self) -> dict[str, Any]:
        """Return the evaluation as JSON values.

        Returns
        -------
        dict
            perron ("evaluation/1"), version, experiment, registration, summary, compliance, balance,
            outcomes, priors, notes, inputs, parameters, data. Texts are {"en", "fr"}; effects are shares
            (0.01: one point); infinite ends and unknown values are None. Outputs are made from this alone.
        """
        return self.plain

    @property
    def verdict(self) -> str:
        """What the main outcome says: "effect", "harm", "null" (none above the bound) or "unclear"."""
        return str(self.plain["summary"]["verdict"])

    def title(self, lang: Language = "fr") -> str:
        """Return the finding in one sentence.

        Parameters
        ----------
        lang : {"fr", "en"}
            Language.

        Returns
        -------
        str
            The sentence.
        """
        return str(self.plain["summary"]["title"][lang])


def said(words: Words) -> dict[str, str]:
    """Return words as JSON values.

    Parameters
    ----------
    words : Words
        A text.

    Returns
    -------
    dict
        en, fr; apostrophes as they are printed.
    """
    return {"en": curled(words.en), "fr": curled(words.fr)}


def curled(text: str) -> str:
    """Write apostrophes as they are printed.

    Parameters
    ----------
    text : str
        A text.

    Returns
    -------
    str
        With ’ between letters.
    """
    return _APOSTROPHE.sub("’", text)
