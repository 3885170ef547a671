"""Putting an archive back."""

import shutil
import tarfile
import tempfile
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from perron_web.platform.ops.copies import manifest
from perron_web.platform.ops.copies.databases import check_copy, replace_database
from perron_web.platform.ops.copies.errors import CopyError
from perron_web.platform.ops.lock import hold


def restore(archive: Path, *, force: bool = False) -> manifest.Manifest:
    """Put a site back as an archive holds it: all is checked, then all is put in place or nothing is.

    Parameters
    ----------
    archive : Path
        What `backup` wrote.
    force : bool
        Whether a site that already holds something may be replaced.

    Returns
    -------
    Manifest
        What was put back.

    Raises
    ------
    CopyError
        When the archive is damaged, is of another kind of database or of a later version, when the site runs,
        or when it holds something and `force` is not given.
    """
    data = Path(settings.DATA)
    with ExitStack() as stack:
        lock = hold(alone=True)
        if lock is None:
            raise CopyError(_("le site est en marche : arrêtez-le d’abord"))
        stack.enter_context(lock)
        if not force and holds_something():
            raise CopyError(
                _("ce site contient déjà des données ; --force les remplace par celles de la sauvegarde")
            )
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=data, prefix=".restore-")))
        held = unpack(archive, folder)
        _check_kind(held)
        copy = folder / manifest.DATABASES[held.kind]
        check_copy(copy)
        _put_in_place(folder, copy)
    return held


def holds_something() -> bool:
    """Say whether the site has an account or a file.

    Returns
    -------
    bool
        True when a restore would overwrite something.
    """
    files = Path(settings.FILES)
    if files.is_dir() and any(files.iterdir()):
        return True
    try:
        return bool(get_user_model().objects.exists())
    except DatabaseError:
        return False


def unpack(archive: Path, folder: Path) -> manifest.Manifest:
    """Take an archive apart and check every byte of it.

    Parameters
    ----------
    archive : Path
        What `backup` wrote.
    folder : Path
        Empty folder.

    Returns
    -------
    Manifest
        What was found, as announced.

    Raises
    ------
    CopyError
        When something is missing, is too much or has changed.
    """
    try:
        with tarfile.open(archive) as tar:
            first = tar.next()
            raw = tar.extractfile(first) if first and first.name == manifest.NAME else None
            if raw is None:
                raise CopyError(_("ce n’est pas une sauvegarde de Perron"))
            held = manifest.load(raw.read())
            left = dict(held.entries)
            while (entry := tar.next()) is not None:
                _take(tar, entry, folder, left.pop(entry.name, None))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CopyError(_("la sauvegarde ne peut pas être lue : %(why)s") % {"why": error}) from error
    if left:
        raise CopyError(_("la sauvegarde est incomplète : il manque %(name)s") % {"name": next(iter(left))})
    return held


def _take(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, expected: tuple[str, int] | None
) -> None:
    path = PurePosixPath(entry.name)
    if expected is None or not entry.isfile() or path.is_absolute() or ".." in path.parts:
        raise CopyError(_("la sauvegarde contient un élément inattendu : %(name)s") % {"name": entry.name})
    source = tar.extractfile(entry)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(source, file, manifest.CHUNK)  # type: ignore[arg-type]
    with target.open("rb") as file:
        if manifest.checksum(file) != expected:
            raise CopyError(_("la sauvegarde est abîmée : %(name)s a changé") % {"name": entry.name})


def _check_kind(held: manifest.Manifest) -> None:
    here = manifest.kind_of_database()
    if held.kind != here:
        raise CopyError(
            _("la sauvegarde vient d’une base %(theirs)s, ce site a une base %(ours)s")
            % {"theirs": held.kind, "ours": here}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(held.migrations) - known):
        raise CopyError(
            _("la sauvegarde vient de Perron %(version)s, plus récent ; mettez Perron à jour (%(name)s)")
            % {"version": held.version, "name": unknown[0]}
        )


def _put_in_place(folder: Path, copy: Path) -> None:
    """Move the files in, then the database; when the database refuses, the files go back."""
    moved: list[tuple[Path, Path]] = []
    data, files = Path(settings.DATA), Path(settings.FILES)
    aside = folder / "aside"
    aside.mkdir()
    (folder / "files").mkdir(exist_ok=True)
    pairs = [(folder / "files", files)]
    if (folder / "secret").exists():
        pairs.append((folder / "secret", data / "secret"))
    try:
        for new, place in pairs:
            if place.exists():
                place.rename(aside / place.name)
                moved.append((aside / place.name, place))
            new.rename(place)
            moved.append((place, new))
        replace_database(copy)
    except BaseException:
        for place, back in reversed(moved):
            place.rename(back)
        raise
