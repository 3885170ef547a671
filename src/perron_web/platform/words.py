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


def sentence(text: str) -> str:
    """Write a message as a sentence.

    Parameters
    ----------
    text : str
        A message of the science, in lower case and without a full stop.

    Returns
    -------
    str
        With a capital and a full stop.
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…", "!", "?")) else ".")


def first_name(name: str) -> str:
    """Return what people are called by others of their campaign, on a screen or a list: one name, no address.

    Parameters
    ----------
    name : str
        Full name; may be empty.

    Returns
    -------
    str
        Its first word; "" when there is none.
    """
    return name.split(maxsplit=1)[0].rstrip(",") if name.split() else ""
