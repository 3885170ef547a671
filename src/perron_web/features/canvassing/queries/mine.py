"""What a phone shows of its person: campaign, teams, outings, turfs, messages, what is asked at doors."""

from datetime import datetime
from typing import Any, Final

from perron_web.features.campaigns.models import Membership
from perron_web.features.canvassing.queries.asking import asked_at_doors
from perron_web.features.teams.models import OutingPerson, TeamMessage
from perron_web.features.teams.queries.outings import coming, outings_seen
from perron_web.features.turfs.choices import Ended
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.holdings import came_back, held_by, teams_of
from perron_web.features.turfs.rules import TOLD
from perron_web.platform.access import Member

NEXT: Final = 5
MESSAGES: Final = 10


def mine(member: Member, now: datetime, language: str) -> dict[str, Any]:
    """Return what the phone's home shows.

    Parameters
    ----------
    member : Member
        The person, whose scope is open.
    now : datetime
        Aware instant.
    language : str
        "fr" or "en".

    Returns
    -------
    dict
        As `/api/me` answers.
    """
    user, campaign = member.user, member.campaign
    teams = teams_of(user)
    return {
        "perron": 1,
        "server_time": now,
        "person": {"name": user.name, "language": user.language},
        "campaign": {"slug": campaign.slug, "name": campaign.name, "accent": campaign.accent},
        "expires_at": expires_at(member),
        "teams": [{"id": team.pk, "name": team.name} for team in teams.values()],
        "outings": next_outings(user, now),
        "turfs": [
            {**turf_line(held.turf), "expires_at": held.expires_at, "outing": held.outing_id}
            for held in held_by(user)
        ],
        "taken_back": [
            {"turf": one.turf_id, "name": one.turf.name_short, "at": one.ended_at}
            for one in came_back(user, now - TOLD)
            if one.end == Ended.WITHDRAWN
        ],
        "messages": messages_to(list(teams)),
        **asked_at_doors(campaign, language),
    }


def expires_at(member: Member) -> datetime | None:
    """Return when a person's last role ends.

    Parameters
    ----------
    member : Member
        The person.

    Returns
    -------
    datetime or None
        None when one of their roles has no end.
    """
    rows = Membership.objects.in_force().filter(user=member.user, campaign=member.campaign)
    ends = list(rows.values_list("until", flat=True))
    return None if None in ends else max((end for end in ends if end), default=None)


def next_outings(user: Any, now: datetime) -> list[dict[str, Any]]:
    """Return the outings a person may come to next.

    Parameters
    ----------
    user : User
        The person.
    now : datetime
        Aware instant.

    Returns
    -------
    list of dict
        Soonest first.
    """
    outings = list(coming(outings_seen(user), now)[:NEXT])
    answers = {
        row.outing_id: row for row in OutingPerson.objects.filter(outing__in=outings, user=user).order_by()
    }
    return [
        {
            "id": outing.pk,
            "title": outing.title,
            "team": outing.team.name if outing.team else "",
            "starts_at": outing.starts_at,
            "ends_at": outing.ends_at,
            "meeting_name": outing.meeting_name,
            "lon": outing.meeting_lon,
            "lat": outing.meeting_lat,
            "answer": answers[outing.pk].answer if outing.pk in answers else None,
            "pair": answers[outing.pk].pair if outing.pk in answers else None,
        }
        for outing in outings
    ]


def messages_to(teams: list[int]) -> list[dict[str, Any]]:
    """Return the last messages to some teams.

    Parameters
    ----------
    teams : list of int
        Keys of a person's teams.

    Returns
    -------
    list of dict
        The latest first.
    """
    rows = TeamMessage.objects.filter(team__in=teams).select_related("by", "team").order_by("-at", "-pk")
    return [
        {
            "id": row.pk,
            "team": row.team.name,
            "by": row.by.name if row.by else "",
            "text": row.text,
            "at": row.at,
        }
        for row in rows[:MESSAGES]
    ]


def turf_line(turf: Turf) -> dict[str, Any]:
    """Return a turf on one line of a list.

    Parameters
    ----------
    turf : Turf
        The turf, with its bureau.

    Returns
    -------
    dict
        Number, bureau, doors, minutes.
    """
    return {
        "id": turf.pk,
        "code": turf.code,
        "number": turf.number,
        "bureau": turf.bureau.short,
        "doors": turf.doors,
        "minutes": round(turf.minutes),
    }
