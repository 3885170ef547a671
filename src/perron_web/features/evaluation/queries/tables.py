"""The tables of a report, each to be downloaded."""

from typing import Any


def table_names(content: dict[str, Any]) -> list[dict[str, str]]:
    """Return the tables of a report.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    list of dict
        name, label.
    """
    return []
