"""`perron-site backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from perron_web.platform.ops.copies import CopyError, backup


class Command(BaseCommand):
    """Copy the site into one archive, while it works."""

    help = "Copy the database and the files into one archive; the site may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="archive to write: .tar, or .tar.gz to compress it")

    def handle(self, **options: Any) -> None:
        """Write the archive."""
        try:
            held = backup(options["file"])
        except CopyError as error:
            raise CommandError(_("Pas de sauvegarde : %(why)s.") % {"why": error}) from error
        size = options["file"].stat().st_size / 1e6
        said = _("%(file)s : %(entries)s éléments, %(size).1f Mo. Elle contient tout.")
        self.stdout.write(said % {"file": options["file"], "entries": len(held.entries), "size": size})
