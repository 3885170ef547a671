"""The official files of a commune, from the catalogue of the science."""

import re
from typing import Any, Final

from perron_web.platform.words import language

_NAMED: Final = re.compile(r"\s*;\s*(?:lire avec|read with) \S+=(?:FICHIER|FILE)")
"""How the command line reads one commune of a national file; the import asks for the commune."""


def official_files(commune: str) -> list[dict[str, Any]]:
    """Return the official files that exist for a commune.

    Parameters
    ----------
    commune : str
        Insee code, already checked.

    Returns
    -------
    list of dict
        name, title, url, file, page, licence, credit.
    """
    from perron.sources.catalogue import load_catalogue

    lang = language()
    return [
        {
            "name": source.name,
            "title": _NAMED.sub("", source.title.text(lang)),  # type: ignore[arg-type]
            "url": source.url,
            "file": source.file,
            "page": source.page,
            "licence": source.licence,
            "credit": source.credit,
        }
        for source in load_catalogue(commune)
    ]
