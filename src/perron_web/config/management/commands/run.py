"""`perron-site run`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from perron_web.config import starting
from perron_web.features.accounts.services.first import first_path
from perron_web.platform.ops.run import Site


class Command(BaseCommand):
    """Run the site on this machine, for those who try it."""

    help = "Run the site on this machine; on a fresh one, print the link that opens the first account."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it on the class

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the port and the browser."""
        starting.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Bring the database up to date, then run the site."""
        site = starting.free_site(options["port"])
        sys.exit(starting.run_here(site, self.stdout, _lines, show=not options["no_open"]))


def _lines(site: Site) -> tuple[str, list[str]]:
    path = first_path()
    if not path:
        return "", []
    return path, ["", _("Premier compte, premier accès : %(link)s") % {"link": site.address + path}]
