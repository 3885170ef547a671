"""What teams write to people: each e-mail has one recipient, in their language."""

from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from perron_web.features.teams.choices import Answer, Belonging
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember, TeamMessage
from perron_web.features.teams.queries.members import readers_of, still_here


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to one person."""

    to: Any
    kind: str
    campaign: Any
    page: tuple[str, tuple[Any, ...]]
    """Name and arguments of the page it leads to."""
    says: dict[str, Any] = field(default_factory=dict)


def letters_of(*, kind: str, number: int) -> list[Letter]:
    """Return the e-mails of one event.

    Parameters
    ----------
    kind : str
        "message", "asked", "accepted", "approved" or "cancelled".
    number : int
        The message, the request, the team or the outing.

    Returns
    -------
    list of Letter
        One a person who still holds a role; empty when what it was about is gone.
    """
    found = [letter for letter in WRITERS[kind](number) if letter.to is not None and letter.to.is_active]
    here = {row["user"] for row in still_here(found[0].campaign.pk)} if found else set()
    return [letter for letter in found if letter.to.pk in here]


def send_letter(*, letter: Letter, root: str) -> None:
    """Send one e-mail.

    Parameters
    ----------
    letter : Letter
        The e-mail.
    root : str
        Address of the site.
    """
    name, arguments = letter.page
    says = {**letter.says, "campaign": letter.campaign, "kind": letter.kind}
    says["link"] = root.rstrip("/") + reverse(name, args=(letter.campaign.slug, *arguments))
    subject = " ".join(render_to_string(f"teams/mail/{letter.kind}_subject.txt", says).split())
    text = render_to_string(f"teams/mail/{letter.kind}.txt", says)
    EmailMessage(subject, text, to=[letter.to.email]).send()


def _message(number: int) -> list[Letter]:
    row = TeamMessage.objects.filter(pk=number).select_related("team", "by", "campaign").first()
    if row is None:
        return []
    page = ("teams:show", (row.team_id,))
    people = [one for one in readers_of(row.team) if one.pk != row.by_id]
    return [Letter(one, "message", row.campaign, page, {"message": row, "team": row.team}) for one in people]


def _asked(number: int) -> list[Letter]:
    row = TeamMember.objects.filter(pk=number, state=Belonging.ASKED).first()
    if row is None or row.team.leader is None:
        return []
    page = ("teams:members", (row.team_id,))
    return [Letter(row.team.leader, "asked", row.campaign, page, {"team": row.team, "person": row.user})]


def _accepted(number: int) -> list[Letter]:
    row = TeamMember.objects.filter(pk=number, state=Belonging.MEMBER).first()
    if row is None:
        return []
    return [Letter(row.user, "accepted", row.campaign, ("teams:show", (row.team_id,)), {"team": row.team})]


def _approved(number: int) -> list[Letter]:
    team = Team.objects.filter(pk=number).select_related("leader", "campaign").first()
    if team is None:
        return []
    return [Letter(team.leader, "approved", team.campaign, ("teams:show", (team.pk,)), {"team": team})]


def _cancelled(number: int) -> list[Letter]:
    outing = Outing.objects.filter(pk=number).select_related("team", "campaign").first()
    if outing is None:
        return []
    rows = OutingPerson.objects.filter(outing=outing).exclude(answer=Answer.NOT).select_related("user")
    page = ("teams:outing", (outing.pk,))
    return [
        Letter(row.user, "cancelled", outing.campaign, page, {"outing": outing, "team": outing.team})
        for row in rows
    ]


WRITERS = {
    "message": _message,
    "asked": _asked,
    "accepted": _accepted,
    "approved": _approved,
    "cancelled": _cancelled,
}
