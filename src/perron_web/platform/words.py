"""Messages of named errors in the reader's language."""

from django.utils.translation import get_language

from perron.errors import PerronError
from perron.words import Words


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
    return said.text("en" if (get_language() or "fr").startswith("en") else "fr")
