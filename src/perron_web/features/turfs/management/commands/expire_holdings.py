"""`perron-site expire_holdings`: take back the turfs whose time is over, as the site does while it runs."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from perron_web.features.turfs.services.holding import expire_everywhere


class Command(BaseCommand):
    """Take back the turfs whose time is over."""

    help = "Take back the turfs whose time is over."

    def handle(self, *_args: object, **_options: object) -> None:
        """Take them back and say how many."""
        taken = expire_everywhere()
        self.stdout.write(ngettext("%(n)s secteur repris.", "%(n)s secteurs repris.", taken) % {"n": taken})
