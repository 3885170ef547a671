"""Fetching official files into an import, where the instance is allowed to."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from perron.cli.download import download
from perron.cli.fetch import chosen
from perron.errors import PerronError
from perron.progress import Progress, silent
from perron.sources.catalogue import load_catalogue
from perron.words import Words
from perron_web.features.territory.models import Import
from perron_web.features.territory.services.uploads import take_path


def fetch_official(*, imported: Import, commune: str, names: list[str], progress: Progress = silent) -> int:
    """Fetch files of the catalogue into an import.

    Parameters
    ----------
    imported : Import
        An open import.
    commune : str
        Insee code.
    names : list of str
        Names of the catalogue.
    progress : callable
        Told how many bytes have come.

    Returns
    -------
    int
        Files fetched.

    Raises
    ------
    PerronError
        The instance may not fetch, or an address leads nowhere.
    """
    if not settings.FETCH:
        raise PerronError(
            Words(
                "this site does not fetch files (PERRON_FETCH)",
                "ce site ne télécharge pas de fichiers (PERRON_FETCH)",
            )
        )
    sources = chosen(load_catalogue(commune), names)
    for source in sources:
        with tempfile.TemporaryDirectory(prefix="perron-fetch-") as folder:
            target = Path(folder) / source.file

            def told(done: int, total: int, title: Words = source.title) -> None:
                progress(title, done, total or done)

            download(source.url, target, sha256=source.sha256, progress=told)
            with transaction.atomic():
                take_path(
                    imported=imported,
                    path=target,
                    commune=commune if source.name == "bureaux" else "",
                    source=source.credit[:200],
                    licence=source.licence[:100],
                )
    return len(sources)
