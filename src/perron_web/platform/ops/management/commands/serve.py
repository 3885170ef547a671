"""`perron-site serve`."""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from perron_web.platform.ops.ready import prepare
from perron_web.platform.ops.run import THREADS, Site, check_port, free_beside, run_site, usual_processes


class Command(BaseCommand):
    """Run the site: web server and worker."""

    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it on the class; `check` does them
    help = "Run the site: the web server and the worker in one process tree, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to listen and what to run."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        usual = usual_processes()
        parser.add_argument(
            "--processes",
            type=int,
            default=usual,
            help=f"processes that answer (here: {usual}; one for two cores)",
        )
        parser.add_argument(
            "--threads", type=int, default=THREADS, help=f"requests answered at once (default: {THREADS})"
        )
        parser.add_argument(
            "--no-worker", action="store_true", help="the worker runs elsewhere (perron-site worker)"
        )
        parser.add_argument(
            "--events-port",
            type=int,
            default=None,
            help="port of the live streams (default: the next one; 0: none, pages ask again by themselves)",
        )
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")

    def handle(self, **options: Any) -> None:
        """Check, then run until told to stop."""
        site = Site(
            options["host"],
            options["port"],
            options["threads"],
            options["processes"],
            worker=not options["no_worker"],
        )
        check_port(site)
        events = options["events_port"]
        if events is None:
            events = free_beside(site.host, site.port)
        elif events:
            check_port(replace(site, port=events))
        site = replace(site, events=events)
        prepare(migrate=options["migrate"])

        def announce() -> None:
            self.stdout.write(
                _("Perron est à l’adresse %(address)s (Ctrl-C pour arrêter).") % {"address": site.address}
            )
            self.stdout.flush()

        sys.exit(run_site(site, announce))
