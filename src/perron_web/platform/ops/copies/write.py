"""Writing an archive."""

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from perron_web.platform.ops.copies import manifest
from perron_web.platform.ops.copies.databases import copy_database
from perron_web.platform.ops.copies.errors import CopyError


def backup(archive: Path) -> manifest.Manifest:
    """Copy the site into one archive, while it works: database first, then the files it speaks of.

    Parameters
    ----------
    archive : Path
        File to write (`.tar`, or `.tar.gz` to compress it); it must not exist. Only its owner can read it.

    Returns
    -------
    Manifest
        What it holds.

    Raises
    ------
    CopyError
        When it cannot be made; no file is left then.
    """
    if archive.exists():
        raise CopyError(_("%(file)s existe déjà") % {"file": archive})
    if not archive.parent.is_dir():
        raise CopyError(_("le dossier %(folder)s n’existe pas") % {"folder": archive.parent})
    part = archive.with_name(archive.name + ".part")
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".perron-") as folder:
        kind = manifest.kind_of_database()
        copy = Path(folder) / "copy"
        copy_database(copy)
        held = manifest.Manifest(
            kind=kind,
            version=version("perron"),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=manifest.applied_migrations(),
        )
        named = {manifest.DATABASES[kind]: copy, **dict(stored_files())}
        try:
            for name, path in named.items():
                with path.open("rb") as file:
                    held.entries[name] = manifest.checksum(file)
            _write(part, held, named)
            part.replace(archive)
        except OSError as error:
            raise CopyError(f"{error.filename or archive}: {error.strerror}") from error
        finally:
            part.unlink(missing_ok=True)
    return held


def stored_files() -> Iterator[tuple[str, Path]]:
    """List what the site keeps beside its database.

    Yields
    ------
    tuple
        Entry's name, path on disk.
    """
    data = Path(settings.DATA)
    if (data / "secret").is_file():
        yield "secret", data / "secret"
    folder = Path(settings.FILES)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"files/{path.relative_to(folder).as_posix()}", path


def _write(part: Path, held: manifest.Manifest, named: dict[str, Path]) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(handle, "wb") as raw,
        tarfile.open(
            fileobj=raw, mode="w:gz" if part.name.endswith((".gz.part", ".tgz.part")) else "w"
        ) as tar,
    ):
        first = held.dump()
        entry = tarfile.TarInfo(manifest.NAME)
        entry.size, entry.mode = len(first), 0o600
        tar.addfile(entry, io.BytesIO(first))
        for name, path in named.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = held.entries[name][1], 0o600, int(path.stat().st_mtime)
            with path.open("rb") as file:
                tar.addfile(entry, file)
