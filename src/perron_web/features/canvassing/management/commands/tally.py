"""`perron-site tally`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django_scopes import scope

from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.services.tallying import tally_all, tally_waiting


class Command(BaseCommand):
    """Count the reports of the field."""

    help = "Count what the field has reported; the running site does it by itself, this is for repairs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is counted."""
        parser.add_argument(
            "--all", action="store_true", help="count everything again, and keep nothing that was counted"
        )

    def handle(self, **options: Any) -> None:
        """Count."""
        while tally_waiting():
            continue
        if not options["all"]:
            return
        for campaign in Campaign.objects.order_by("pk"):
            with scope(campaign=campaign, places=None):
                turfs = tally_all(campaign=campaign)
            self.stdout.write(f"{campaign.slug}: {turfs}")
