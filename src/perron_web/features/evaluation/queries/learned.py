"""What an evaluation teaches the next plan."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Learned:
    """Figures that plans rest on, brought up to date.

    Parameters
    ----------
    rows : list of dict
        label, before, measured, after: texts.
    query : str
        Query of the plan builder that holds them.
    toml : str
        The same as the file that `perron plan --priors` reads.
    """

    rows: list[dict[str, str]]
    query: str
    toml: str


def learned_of(content: dict[str, Any]) -> Learned | None:
    """Return the figures that an evaluation changes.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    Learned or None
        None where visits are unknown: no figure per conversation follows.
    """
    if not content.get("priors"):
        return None
    return None
