"""Messages to a team: kept on its board, and sent as e-mails, one envelope a person."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.campaigns.rules.calendar import silence_windows
from perron_web.features.teams.models import Team, TeamMessage
from perron_web.platform.audit.services import record
from perron_web.platform.jobs.services import start

SILENCE = Words(
    "The law asks for silence on the eve and the day of the ballot (article L. 49): no e-mail leaves the "
    "site until it is over.",
    "La loi demande le silence la veille et le jour du scrutin (article L. 49)\u00a0: aucun e-mail ne part "
    "du site avant la fin.",
)


def in_silence(*, campaign: Any) -> bool:
    """Say whether the law forbids to send anything now.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    bool
        On the eve and the day of a round, in its territory's time zone.
    """
    election = election_of(campaign)
    if election is None:
        return False
    windows = silence_windows(election.rounds, zone=election.time_zone, saturday=election.votes_on_saturday)
    now = timezone.now()
    return any(begins <= now < ends for begins, ends in windows)


@transaction.atomic
def write_message(*, team: Team, text: str, by: Any, root: str) -> TeamMessage:
    """Write to a team.

    Parameters
    ----------
    team : Team
        The team.
    text : str
        What is said.
    by : User
        Who writes.
    root : str
        Address of the site, such as "https://perron.exemple/", for the link in the e-mail.

    Returns
    -------
    TeamMessage
        The message; its e-mails leave by a job.

    Raises
    ------
    PerronError
        The law asks for silence.
    """
    if in_silence(campaign=team.campaign):
        raise PerronError(SILENCE)
    message: TeamMessage = TeamMessage.objects.create(campaign=team.campaign, team=team, by=by, text=text)
    record(action="teams.write_message", target=message, by=by, team=team.pk)
    send_mails(campaign=team.campaign, kind="message", number=message.pk, by=by, root=root)
    return message


def send_mails(*, campaign: Any, kind: str, number: int, by: Any, root: str) -> bool:
    """Start the job that writes to the people concerned; nothing leaves while the law asks for silence.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    kind : str
        "message", "asked", "accepted", "approved" or "cancelled".
    number : int
        What it is about: a message, a request, a team, an outing.
    by : User
        Who caused it.
    root : str
        Address of the site.

    Returns
    -------
    bool
        Whether e-mails leave.
    """
    if in_silence(campaign=campaign):
        return False
    start(
        campaign=campaign,
        kind="teams_mail",
        title=_("E-mails d’une équipe"),
        by=by,
        arguments={"kind": kind, "number": number, "root": root},
    )
    return True
