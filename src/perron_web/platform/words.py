"""The reader's language, and messages of named errors in it."""

from django.utils.translation import get_language

from perron.errors import PerronError
from perron.words import Language, Words


def language() -> Language:
    """Return the language of the page being written.

    Returns
    -------
    {"fr", "en"}
        English when it is switched on, else French.
    """
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def words(said: PerronError | Words) -> str:
    """Return a message in the language of the page being made.

    Parameters
    ----------
    said : PerronError or Words
        Message in both languages.

    Returns
    -------
    str
        Text.
    """
    return said.text(language())
