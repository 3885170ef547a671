"""Backup and restore: the database and the files of a site in one archive, with checksums."""

from perron_web.platform.ops.copies.errors import CopyError
from perron_web.platform.ops.copies.read import restore
from perron_web.platform.ops.copies.write import backup

__all__ = ["CopyError", "backup", "restore"]
