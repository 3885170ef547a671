"""What actions are called in the journal; each feature gives words for its own."""

from collections.abc import Mapping

from django.utils.functional import Promise

WORDS: dict[str, str | Promise] = {}


def give_words(words: Mapping[str, str | Promise]) -> None:
    """Give words for actions; called by a feature's `choices` when its app is ready.

    Parameters
    ----------
    words : mapping
        Action ("campaigns.invite") to what a person reads ("Invitation faite").
    """
    WORDS.update(words)


def action_words(action: str) -> str | Promise:
    """Return the words of an action.

    Parameters
    ----------
    action : str
        Action as recorded.

    Returns
    -------
    str
        Its words; the action itself when none were given.
    """
    return WORDS.get(action, action)
