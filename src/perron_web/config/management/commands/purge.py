"""`perron-site purge`: what is past its term goes. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from perron_web.features.accounts.services.purge import purge_sessions, purge_unproven
from perron_web.features.canvassing.services.purging import purge_phones, purge_told
from perron_web.features.evaluation.services.counting import purge_counts
from perron_web.features.teams.services.purging import purge_presences
from perron_web.features.training.services.purging import purge_attendances
from perron_web.platform.audit.services import purge_lines


class Command(BaseCommand):
    """Delete what is past its term."""

    help = (
        "Delete what is past its term: audit lines after a year, ended sessions, accounts never entered, "
        "counts taken from turnout lists; once the ballot of a campaign is over, what was told at doors, "
        "unused phones, presences."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much went."""
        del args, options
        now = timezone.now()
        lines, sessions, accounts = purge_lines(now=now), purge_sessions(), purge_unproven(now=now)
        counts, told, phones = purge_counts(now=now), purge_told(now=now), purge_phones(now=now)
        presences = purge_presences(now=now) + purge_attendances(now=now)
        self.stdout.write(
            f"{lines} audit lines, {sessions} sessions, {accounts} accounts never entered, "
            f"{counts} sheets of counts, "
            f"{told} rows told at doors, {phones} phones, {presences} presences"
        )
