"""`perron-site create-campaign`: make a campaign and its first director."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from perron_web.features.accounts.services.profile import open_account
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.services import create_campaign


class Command(BaseCommand):
    """Make a campaign."""

    help = "Make a campaign and its first director, who logs in with a code sent by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what is typed."""
        parser.add_argument("slug", help="name in addresses: /c/<slug>/")
        parser.add_argument("name", help="name shown")
        parser.add_argument(
            "--director", required=True, metavar="EMAIL", help="e-mail address of the first director"
        )
        parser.add_argument("--director-name", default="", help="name of the first director")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why not."""
        del args
        if Campaign.objects.filter(slug=options["slug"]).exists():
            raise CommandError(f"there is already a campaign at /c/{options['slug']}/")
        director = open_account(email=options["director"], name=options["director_name"])
        campaign = create_campaign(name=options["name"], slug=options["slug"], director=director)
        self.stdout.write(self.style.SUCCESS(f"/c/{campaign.slug}/ · {director.email}"))
