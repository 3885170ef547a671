"""Static files, gathered and compressed once for each version of them."""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command


def fingerprint() -> str:
    """Return what changes when a static file changes: names, sizes and times, not contents.

    Returns
    -------
    str
        Hexadecimal digest.
    """
    seen = hashlib.sha256(repr(settings.LINKED_SCRIPTS).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def read_names() -> None:
    """Read again the names of the files gathered: another process may have changed them since."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = (
            staticfiles_storage.load_manifest()
        )


def gather_static() -> bool:
    """Gather static files when they changed since last time.

    Returns
    -------
    bool
        Whether there was something to do.
    """
    if settings.DEBUG:
        return False
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "perron.stamp"
    with (folder.parent / f"{folder.name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == now:
            return False
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now, encoding="ascii")
    return True
