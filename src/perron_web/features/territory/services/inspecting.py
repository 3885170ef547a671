"""Reading the files of an import under limits: what each is, what is wrong with it, how they join."""

import re
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from perron.errors import BadInputError, PerronError
from perron.progress import Progress, silent
from perron.sources import Limits, Recognised, read
from perron.words import Words
from perron_web.features.territory.choices import DataKind, FileState, ImportState
from perron_web.features.territory.models import Dataset, Import, ImportFile
from perron_web.features.territory.services.joining import join_datasets
from perron_web.features.territory.services.planning import planned_datasets
from perron_web.features.territory.services.staging import ORIGINS, preview_of, store_content
from perron_web.features.territory.services.uploads import upload_path
from perron_web.platform.audit.services import record
from perron_web.platform.files import load_table
from perron_web.platform.files.uploads import disk_name

LARGE: Final = 100_000_000
"""Bytes from which a file is read for the communes of the campaign only."""
_BY_HAND: Final = re.compile(r"([\w-]+)=(?:FICHIER|FILE)")
"""How the command line has things named by hand; the page has a form."""
_SHAPES: Final = (".geojson", ".json")


def site_limits() -> Limits:
    """Return what a file of someone else may hold.

    Returns
    -------
    Limits
        Smaller than a person's own on the command line.
    """
    size = settings.UPLOAD_MEGABYTES * 1_000_000
    return Limits(
        size=4 * size, members=200, rows=30_000_000, columns=3_000, vertices=4_000_000, crossings=300_000
    )


def inspect_import(*, imported: Import, by: Any = None, progress: Progress = silent) -> Import:
    """Read the files that wait, and join everything.

    Parameters
    ----------
    imported : Import
        The import.
    by : User or None
        Who asks.
    progress : callable
        Told which file is being read.

    Returns
    -------
    Import
        With its report, ready to apply when every file was read.
    """
    files = sorted(
        ImportFile.objects.filter(of=imported), key=lambda f: (not f.name.lower().endswith(_SHAPES), f.pk)
    )
    for index, file in enumerate(files):
        progress(Words(f"Reading {file.name}", f"Lecture de {file.name}"), index, len(files) + 1)
        if file.state == FileState.WAITING:
            read_file(file=file, communes=_communes(files) if file.size > LARGE else None)
    progress(Words("Joining the files", "Jointure des fichiers"), len(files), len(files) + 1)
    report: dict[str, Any]
    try:
        active = list(Dataset.objects.filter(active=True).order_by("pk"))
        report = join_datasets(active, planned_datasets(imported, active))
    except PerronError as error:
        report = {"error": error_of(error)}
    with transaction.atomic():
        failed = any(file.state == FileState.FAILED for file in files)
        bad = failed or "error" in report or not files
        imported.report, imported.state = report, ImportState.DRAFT if bad else ImportState.READY
        imported.save(update_fields=["report", "state"])
        record(action="territory.inspect", target=imported, by=by, files=len(files), failed=failed)
    return imported


def read_file(*, file: ImportFile, communes: Collection[str] | None = None) -> None:
    """Read one file, store its checked tables and what a page shows of it; or say why it is refused.

    Parameters
    ----------
    file : ImportFile
        The file.
    communes : collection of str, optional
        Insee codes to keep of a large file.
    """
    try:
        found = _read(file, communes)
        tables = store_content(found, campaign=file.campaign)
    except (PerronError, OSError) as error:
        file.state, file.error, file.tables, file.preview = FileState.FAILED, error_of(error), [], {}
        file.save()
        return
    file.state, file.error, file.kind, file.rows = FileState.READ, {}, found.kind, found.rows
    file.format = {"name": found.format.name, "fr": found.format.words.fr, "en": found.format.words.en}
    file.notes = [{"fr": note.fr, "en": note.en} for note in found.notes]
    if communes is not None:
        file.notes.append(
            {
                "fr": "fichier volumineux\u00a0: seules les communes au périmètre connu ont été lues",
                "en": "large file: only communes with known boundaries were read",
            }
        )
    origin = ORIGINS.get(found.format.name, ("", ""))
    file.source, file.licence = file.source or origin[0], file.licence or origin[1]
    file.preview = preview_of(found)
    file.tables = tables
    file.save()


def error_of(error: Exception) -> dict[str, Any]:
    """Return an error as a page shows it: what happened, where, found, expected.

    Parameters
    ----------
    error : Exception
        A named error, or one of the system.

    Returns
    -------
    dict
        fr and en (what happened), file, line, column, found, expected_fr, expected_en.
    """
    if isinstance(error, BadInputError):
        expected = error.expected or Words("", "")
        return {
            "fr": error.words.fr,
            "en": error.words.en,
            "file": error.file,
            "line": error.line,
            "column": error.column,
            "found": error.found,
            "expected_fr": _BY_HAND.sub(r"\1", expected.fr),
            "expected_en": _BY_HAND.sub(r"\1", expected.en),
        }
    if isinstance(error, PerronError):
        return {"fr": error.words.fr, "en": error.words.en}
    return {
        "fr": "le fichier ne peut pas être lu sur ce serveur",
        "en": "the file cannot be read on this server",
    }


def safe_name(name: str) -> str:
    """Return a file name that is only a file name.

    Parameters
    ----------
    name : str
        As the person's machine gave it.

    Returns
    -------
    str
        Letters, digits, spaces, dots, dashes, underscores; 120 characters at most.
    """
    base = re.split(r"[/\\]", name)[-1]
    return disk_name(re.sub(r"[^\w .()'-]", "_", base).lstrip(". ")[-120:], "fichier")


def _read(file: ImportFile, communes: Collection[str] | None) -> Recognised:
    # readers name files and elections after the file's name: a link gives the stored bytes theirs for a while
    with tempfile.TemporaryDirectory(prefix="perron-read-") as folder:
        link = Path(folder) / safe_name(file.name)
        link.symlink_to(upload_path(file.stored))
        path = f"{file.commune}={link}" if file.commune else link
        return read(path, election=file.election or None, communes=communes, limits=site_limits())


def _communes(files: Collection[ImportFile]) -> list[str] | None:
    tables = [e["table"] for f in files for e in f.tables if e["kind"] == DataKind.BUREAUX]
    tables += Dataset.objects.filter(active=True, kind=DataKind.BUREAUX).values_list("table", flat=True)
    codes = {code for table in tables for code in load_table(table).get_column("commune").unique()}
    return sorted(codes) or None
