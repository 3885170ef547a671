"""The language of the command line: French, or English by PERRON_LANG=en or --lang en."""

import os
import sys
from collections.abc import Sequence

from perron.errors import ParameterError
from perron.words import Language, Words


def without_lang(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Take `--lang` out of the arguments, wherever it stands.

    Parameters
    ----------
    arguments : sequence of str
        Arguments as typed.

    Returns
    -------
    str
        The language asked for; empty when none is.
    list of str
        The other arguments.
    """
    asked, rest = "", []
    left = iter(arguments)
    for argument in left:
        if argument == "--lang":
            asked = next(left, "?")
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return asked, rest


def check_lang(asked: str) -> None:
    """Refuse a language that Perron does not speak.

    Parameters
    ----------
    asked : str
        What `--lang` says; empty for nothing.

    Raises
    ------
    ParameterError
        It is neither fr nor en.
    """
    if asked not in ("", "fr", "en"):
        raise ParameterError(
            Words("unknown language", "langue inconnue"),
            column="--lang",
            found=asked,
            expected=Words("fr or en", "fr ou en"),
        )


def _asked() -> Language:
    for asked in (without_lang(sys.argv[1:])[0], os.environ.get("PERRON_LANG")):
        if asked in ("fr", "en"):
            return "fr" if asked == "fr" else "en"
    return "fr"


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
