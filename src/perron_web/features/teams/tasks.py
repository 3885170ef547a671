"""What teams do by themselves: e-mails, one envelope a person; leaving with the campaign; presences go."""

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from perron.words import Words
from perron_web.features.teams.services.joining import leave_campaign
from perron_web.features.teams.services.mails import letters_of, send_letter
from perron_web.features.teams.services.purging import purge_presences
from perron_web.platform.hooks import on
from perron_web.platform.jobs.registry import Report, job
from perron_web.platform.ops.beats import beat


@on("member_changed")
def leave_teams(*, user: Any, campaign: Any) -> None:
    """Take whoever holds no role any more out of their teams.

    Parameters
    ----------
    user : User
        The person.
    campaign : Campaign
        The campaign.
    """
    leave_campaign(campaign=campaign, user=user)


@job("teams_mail")
def send_mails(report: Report, *, kind: str, number: int, root: str) -> Words:
    """Write to each person concerned, in their language.

    Parameters
    ----------
    report : Report
        The running job.
    kind : str
        What the e-mails are about.
    number : int
        A message, a request, a team, an outing.
    root : str
        Address of the site.

    Returns
    -------
    Words
        How many left.
    """
    letters = letters_of(kind=kind, number=number)
    for place, letter in enumerate(letters):
        report("Envoi des e-mails", "Sending e-mails", place, len(letters))
        with override(letter.to.language):
            send_letter(letter=letter, root=root)
    return Words(f"{len(letters)} e-mails left.", f"{len(letters)} e-mails sont partis.")


@beat("purge_presences", every=3600.0)
def purge() -> int:
    """Erase answers and presences past their term; `perron-site purge` does the same.

    Returns
    -------
    int
        Rows that went.
    """
    return purge_presences(now=timezone.now())
