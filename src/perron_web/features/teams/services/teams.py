"""Writes of teams."""

from typing import Any

from django.db import IntegrityError, transaction

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.teams.models import Team
from perron_web.platform.audit.services import record

TAKEN = Words("Another team has this name.", "Une autre équipe porte ce nom.")


def create_team(
    *,
    campaign: Any,
    name: str,
    place: str,
    leader: Any,
    meeting_name: str = "",
    meeting: tuple[float, float] | None = None,
    by: Any,
) -> Team:
    """Make a team.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    name : str
        Name; unique in the campaign.
    place : str
        Path of its territory; "" for the whole campaign.
    leader : User or None
        Who leads it.
    meeting_name : str
        Where it meets, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place, degrees.
    by : User
        Who makes it.

    Returns
    -------
    Team
        The team.

    Raises
    ------
    PerronError
        Another team has this name.
    """
    lon, lat = meeting or (None, None)
    team = Team(campaign=campaign, name=name, place=place, leader=leader, meeting_name=meeting_name)
    team.meeting_lon, team.meeting_lat = lon, lat
    return _saved(team, action="teams.create", by=by)


def update_team(
    *,
    team: Team,
    name: str,
    place: str,
    leader: Any,
    meeting_name: str,
    meeting: tuple[float, float] | None,
    by: Any,
) -> Team:
    """Change a team.

    Parameters
    ----------
    team : Team
        The team.
    name : str
        Name; unique in the campaign.
    place : str
        Path of its territory; "" for the whole campaign.
    leader : User or None
        Who leads it.
    meeting_name : str
        Where it meets, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place, degrees.
    by : User
        Who changes it.

    Returns
    -------
    Team
        The team.

    Raises
    ------
    PerronError
        Another team has this name.
    """
    team.name, team.place, team.leader, team.meeting_name = name, place, leader, meeting_name
    team.meeting_lon, team.meeting_lat = meeting or (None, None)
    return _saved(team, action="teams.update", by=by)


def _saved(team: Team, *, action: str, by: Any) -> Team:
    try:
        with transaction.atomic():
            team.save()
            record(action=action, target=team, by=by, place=team.place)
    except IntegrityError:
        raise PerronError(TAKEN) from None
    return team
