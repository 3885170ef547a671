"""`perron-site demo`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from perron_web.config import demo, starting
from perron_web.platform.ops.run import Site


class Command(BaseCommand):
    """Show the site on the Paris sample, with invented people."""

    help = "Show the site on the Paris sample, with an invented campaign; its data stay in the folder demo."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it on the class

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the port and the browser."""
        starting.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Make the demo once, then run the site."""
        if not demo.demo_is_on():
            raise CommandError("PERRON_DEMO=0")
        site = starting.free_site(options["port"])
        show = not options["no_open"]
        sys.exit(starting.run_here(site, self.stdout, _lines, demo.ensure_demo, show=show))


def _lines(site: Site) -> tuple[str, list[str]]:
    logins = demo.demo_logins()
    told = ["", _("Campagne et personnes inventées ; entrez en un clic :")]
    told += [f"  {name} : {site.address}{path}" for name, path in logins]
    return logins[0][1], told
