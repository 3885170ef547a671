"""What one member's page holds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from perron_web.features.teams.choices import Answer, Belonging, OutingState, TeamState
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember, TeamMessage
from perron_web.features.teams.queries.outings import coming, counted, outings_seen
from perron_web.features.teams.queries.teams import doors_knocked, headcounts, own
from perron_web.platform.access import Member
from perron_web.platform.providers import Card, Figure, ask

SHOWN = 3
MOST = 12
"""Teams of one person that are shown."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is somebody's own."""

    teams: list[tuple[Team, int | None]]
    """Each with the doors it knocked at, where anybody counts them."""
    asked: list[TeamMember]
    """Requests that wait for an answer."""
    outings: list[Outing]
    """Those the person comes to, then those they may answer to."""
    called_off: list[Outing]
    messages: list[TeamMessage]
    training: list[Card] = field(default_factory=list)
    turfs: list[Card] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    waiting: list[tuple[Team, int]] = field(default_factory=list)
    """Teams they lead, where people ask to come in."""

    @property
    def next(self) -> Outing | None:
        """The next outing the person comes to, or else may come to."""
        said: list[Any] = [one for one in self.outings if getattr(one, "mine", None) == "coming"]
        return (said or self.outings or [None])[0]

    @property
    def later(self) -> list[Outing]:
        """The others."""
        return [one for one in self.outings if one is not self.next]


def mine_of(member: Member, *, now: datetime) -> Mine:
    """Return what a member's own page shows.

    Parameters
    ----------
    member : Member
        The person.
    now : datetime
        Aware instant.

    Returns
    -------
    Mine
        Their teams, outings, training, turfs and figures.
    """
    user = member.user
    mine = Team.every.filter(own(user)).exclude(state=TeamState.CLOSED).select_related("leader")
    teams = list(mine.order_by("name")[:MOST])
    heads = headcounts(team.pk for team in teams if team.leader_id == user.pk)
    asked = TeamMember.objects.filter(user=user, state=Belonging.ASKED).select_related("team")
    said_yes = OutingPerson.objects.filter(
        outing=OuterRef("pk"), user=user, answer__in=(Answer.COMING, Answer.MAYBE)
    )
    rows = outings_seen(user)
    theirs = rows.filter(Q(team__in=[team.pk for team in teams]) | Q(Exists(said_yes)))
    off = rows.filter(Exists(said_yes), state=OutingState.CANCELLED, ends_at__gte=now)
    said = TeamMessage.objects.filter(team__in=[team.pk for team in teams]).select_related("team", "by")
    soon: Any = counted(coming(theirs, now), user)
    knocked = doors_knocked(team.pk for team in teams)
    return Mine(
        [(team, knocked.get(team.pk)) for team in teams],
        list(asked),
        [one for one in soon[: 4 * SHOWN] if one.mine != Answer.NOT],
        list(off),
        list(said[:SHOWN]),
        ask("training.mine", user, default=[]),
        ask("turfs.mine", user, default=[]),
        ask("canvassing.mine", user, default=[]),
        [
            (team, heads[team.pk][Belonging.ASKED])
            for team in teams
            if Belonging.ASKED in heads.get(team.pk, {})
        ],
    )
