"""The language of the command line: French, or English by PERRON_LANG=en or --lang en."""

import os
import sys

from perron.words import Language, Words


def _asked() -> Language:
    for index, argument in enumerate(sys.argv):
        if argument == "--lang=en" or (argument == "--lang" and sys.argv[index + 1 : index + 2] == ["en"]):
            return "en"
        if argument == "--lang=fr" or (argument == "--lang" and sys.argv[index + 1 : index + 2] == ["fr"]):
            return "fr"
    return "en" if os.environ.get("PERRON_LANG") == "en" else "fr"


LANG: Language = _asked()


def tr(en: str, fr: str) -> str:
    """Return the text in the language of this run.

    Parameters
    ----------
    en, fr : str
        The text in English and in French.

    Returns
    -------
    str
        One of them.
    """
    return Words(en, fr).text(LANG)
