"""`perron-site restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from perron_web.platform.ops.copies import CopyError, restore


class Command(BaseCommand):
    """Put the site back as an archive holds it."""

    help = "Put the database and the files back as an archive holds them; the site must be stopped."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it on the class; the database may be empty

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the force."""
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace what the site holds")

    def handle(self, **options: Any) -> None:
        """Check the archive, then put it in place."""
        try:
            held = restore(options["file"], force=options["force"])
        except CopyError as error:
            raise CommandError(_("Rien n’a changé : %(why)s.") % {"why": error}) from error
        self.stdout.write(
            _("Sauvegarde du %(day)s remise en place (%(entries)s éléments).")
            % {"day": held.made_at, "entries": len(held.entries)}
        )
