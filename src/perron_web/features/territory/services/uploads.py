"""Files dropped: stored outside the web root under a random name, never opened in the web process."""

import hashlib
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from perron.errors import BadInputError, ParameterError
from perron.words import Words, number
from perron_web.features.territory.choices import OPEN, ImportState
from perron_web.features.territory.models import Dataset, Import, ImportFile, ResultMatch
from perron_web.features.territory.rules.uploads import EXTENSIONS, MOST_FILES, STALE, allowed
from perron_web.platform.audit.services import record
from perron_web.platform.files import table_path


def upload_path(stored: str) -> Path:
    """Return where an uploaded file lies.

    Parameters
    ----------
    stored : str
        `ImportFile.stored`.

    Returns
    -------
    Path
        Outside the web root and outside the files that are served.
    """
    return Path(settings.DATA) / "uploads" / stored


@transaction.atomic
def start_import(*, campaign: Any, by: Any) -> Import:
    """Open an empty import.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    by : User or None
        Who imports.

    Returns
    -------
    Import
        To be given files.
    """
    forget_stale(by=by)
    imported: Import = Import.objects.create(campaign=campaign, by=by)
    record(action="territory.start_import", target=imported, by=by)
    return imported


@transaction.atomic
def add_files(*, imported: Import, uploads: Iterable[UploadedFile[Any]], by: Any) -> list[ImportFile]:
    """Store files dropped on an import.

    Parameters
    ----------
    imported : Import
        An open import.
    uploads : iterable of UploadedFile
        The files.
    by : User
        Who drops them.

    Returns
    -------
    list of ImportFile
        Waiting to be read.

    Raises
    ------
    BadInputError
        Too many files, one too large, empty, or of a type that is not data; nothing is stored.
    """
    refuse_closed(imported)
    given = list(uploads)
    _check(imported, given)
    added = [_store(imported, upload) for upload in given]
    imported.state = ImportState.DRAFT
    imported.save(update_fields=["state"])
    record(action="territory.add_files", target=imported, by=by, files=len(added))
    return added


@transaction.atomic
def add_path(*, imported: Import, path: Path, name: str = "", **said: Any) -> ImportFile:
    """Take a file of this machine into an import, without moving it.

    Parameters
    ----------
    imported : Import
        An open import.
    path : Path
        The file.
    name : str
        Name to show; the file's own by default.
    **said : Any
        Fields said by hand: election, commune, year, source, licence.

    Returns
    -------
    ImportFile
        Waiting to be read.
    """
    refuse_closed(imported)
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    stored = _new_name(imported)
    upload_path(stored).symlink_to(path.resolve())
    return _row(imported, name or path.name, stored, path.stat().st_size, sha256, **said)


@transaction.atomic
def take_path(*, imported: Import, path: Path, **said: Any) -> ImportFile:
    """Move a file of this machine into an import.

    Parameters
    ----------
    imported : Import
        An import at work.
    path : Path
        The file; it is gone from there afterwards.
    **said : Any
        Fields said by hand: commune, source, licence.

    Returns
    -------
    ImportFile
        Waiting to be read.
    """
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    stored, size = _new_name(imported), path.stat().st_size
    shutil.move(path, upload_path(stored))
    return _row(imported, path.name, stored, size, sha256, **said)


@transaction.atomic
def remove_file(*, file: ImportFile, by: Any) -> None:
    """Take a file out of an open import.

    Parameters
    ----------
    file : ImportFile
        The file.
    by : User
        Who takes it out.
    """
    refuse_closed(file.of)
    record(action="territory.remove_file", target=file, by=by)
    stored, mine = file.stored, ImportFile.objects.filter(pk=file.pk)
    forget_tables(mine)
    mine.delete()
    Import.objects.filter(pk=file.of_id).update(state=ImportState.DRAFT)
    transaction.on_commit(lambda: upload_path(stored).unlink(missing_ok=True))


@transaction.atomic
def discard_import(*, imported: Import, by: Any) -> None:
    """Throw an open import away, files included.

    Parameters
    ----------
    imported : Import
        An import not yet applied.
    by : User
        Who throws it away.
    """
    refuse_closed(imported)
    record(action="territory.discard_import", target=imported, by=by)
    forget_uploads(imported)
    forget_tables(ImportFile.objects.filter(of=imported))
    ResultMatch.objects.filter(of=imported).delete()
    ImportFile.objects.filter(of=imported).delete()
    Import.objects.filter(pk=imported.pk).delete()


def forget_stale(*, by: Any) -> int:
    """Throw away the imports of the scope that were left open for too long, with their files.

    Parameters
    ----------
    by : User or None
        Whose import gives the occasion.

    Returns
    -------
    int
        How many.
    """
    old = Import.objects.filter(state__in=OPEN, created_at__lt=timezone.now() - STALE).select_related("job")
    stale = [imported for imported in old if not imported.busy]
    for imported in stale:
        discard_import(imported=imported, by=by)
    return len(stale)


def forget_tables(files: models.QuerySet[ImportFile]) -> None:
    """Delete the checked tables of files, once the transaction has ended, but for those still in use.

    Parameters
    ----------
    files : QuerySet of ImportFile
        Files whose tables are no longer wanted.
    """
    mine = {path for tables in files.values_list("tables", flat=True) for path in _paths(tables)}
    files.update(tables=[])
    kept = ImportFile.objects.exclude(tables=[]).values_list("tables", flat=True)
    used = {path for tables in kept for path in _paths(tables)}
    used |= {path for pair in Dataset.objects.values_list("table", "extra") for path in pair}
    transaction.on_commit(lambda: _unlink(table_path(path) for path in sorted(mine - used)))


def _paths(tables: Iterable[dict[str, Any]]) -> list[str]:
    return [path for entry in tables for path in (entry["table"], entry["extra"]) if path]


def forget_uploads(imported: Import) -> None:
    """Delete the bytes of an import's files once the transaction has ended; their checked tables stay.

    Parameters
    ----------
    imported : Import
        The import.
    """
    stored = [
        name for name in ImportFile.objects.filter(of=imported).values_list("stored", flat=True) if name
    ]
    ImportFile.objects.filter(of=imported).update(stored="")
    transaction.on_commit(lambda: _unlink(upload_path(name) for name in stored))


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def refuse_closed(imported: Import) -> None:
    """Refuse to touch the files of an import that was applied, or that a job is at work on.

    Parameters
    ----------
    imported : Import
        The import.

    Raises
    ------
    ParameterError
        It is closed or busy.
    """
    if not imported.open or imported.busy:
        raise ParameterError(
            Words("this import can no longer be changed", "cet import ne peut plus être modifié"),
            expected=Words("a new import", "un nouvel import"),
        )


def _check(imported: Import, given: list[UploadedFile[Any]]) -> None:
    here = ImportFile.objects.filter(of=imported).count()
    if not given:
        raise BadInputError(Words("no file was given", "aucun fichier n’a été choisi"))
    if here + len(given) > MOST_FILES:
        raise BadInputError(
            Words("too many files", "trop de fichiers"),
            found=str(here + len(given)),
            expected=Words(f"at most {MOST_FILES} in one import", f"au plus {MOST_FILES} dans un import"),
        )
    most = settings.UPLOAD_MEGABYTES
    for upload in given:
        name = upload.name or ""
        if (upload.size or 0) > most * 1_000_000:
            raise BadInputError(
                Words("the file is too large for this site", "le fichier est trop gros pour ce site"),
                file=name,
                found=f"{number((upload.size or 0) / 1e6)}\u202fMo",
                expected=Words(f"at most {most} MB", f"au plus {most}\u202fMo"),
            )
        if not upload.size:
            raise BadInputError(Words("the file is empty", "le fichier est vide"), file=name)
        if not allowed(name, upload.content_type or ""):
            raise BadInputError(
                Words("this is not a file of data", "ce n’est pas un fichier de données"),
                file=name,
                found=upload.content_type or "",
                expected=Words(", ".join(EXTENSIONS), ", ".join(EXTENSIONS)),
            )


def _store(imported: Import, upload: UploadedFile[Any]) -> ImportFile:
    stored = _new_name(imported)
    digest = hashlib.sha256()
    with upload_path(stored).open("xb") as target:
        for chunk in upload.chunks():
            digest.update(chunk)
            target.write(chunk)
    upload_path(stored).chmod(0o600)
    return _row(imported, upload.name or "", stored, upload.size or 0, digest.hexdigest())


def _row(imported: Import, name: str, stored: str, size: int, sha256: str, **said: Any) -> ImportFile:
    row: ImportFile = ImportFile.objects.create(
        campaign=imported.campaign,
        of=imported,
        name=name[-200:],
        stored=stored,
        size=size,
        sha256=sha256,
        **said,
    )
    return row


def _new_name(imported: Import) -> str:
    stored = f"{imported.campaign_id}/{secrets.token_hex(16)}"
    upload_path(stored).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return stored
