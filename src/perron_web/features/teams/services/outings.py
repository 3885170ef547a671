"""Outings planned, changed, called off, ended; who comes, who was there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.teams.choices import Answer, OutingState
from perron_web.features.teams.models import Outing, OutingPerson, Team
from perron_web.features.teams.queries.locating import territory_at
from perron_web.features.teams.services.teams import OUTSIDE
from perron_web.platform.audit.services import record

FULL = Words(
    "This outing is full: say “maybe”, and come if a place comes free.",
    "Cette sortie est complète\u00a0: répondez «\u00a0peut-être\u00a0», et venez si une place se libère.",
)
OVER = Words("This outing is over or called off.", "Cette sortie est terminée ou annulée.")
CHANGED = ("title", "starts_at", "ends_at", "meeting_name", "places_max", "note")


@transaction.atomic
def create_outing(
    *,
    campaign: Any,
    team: Team | None,
    starts_at: datetime,
    ends_at: datetime,
    title: str = "",
    meeting_name: str = "",
    meeting: tuple[float, float] | None = None,
    places_max: int | None = None,
    note: str = "",
    by: Any,
) -> Outing:
    """Plan an outing.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    team : Team or None
        Whose outing; None for one of a place, open to all.
    starts_at, ends_at : datetime
        When.
    title : str
        What it is called; the team's name stands in.
    meeting_name : str
        Where people meet, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place; the team's when not given.
    places_max : int or None
        How many people may come.
    note : str
        What to bring, whom to call.
    by : User
        Who plans it.

    Returns
    -------
    Outing
        The outing.

    Raises
    ------
    PerronError
        The point lies outside the campaign.
    """
    meeting = meeting or (team.meeting if team else None)
    outing: Outing = Outing.objects.create(
        campaign=campaign, team=team, place=_place(team, meeting), title=title, starts_at=starts_at,
        ends_at=ends_at, meeting_name=meeting_name or (team.meeting_name if team else ""),
        meeting_lon=meeting and meeting[0], meeting_lat=meeting and meeting[1], places_max=places_max,
        note=note, made_by=by,
    )  # fmt: skip
    record(action="teams.create_outing", target=outing, by=by, campaign=campaign, place=outing.place)
    return outing


def _place(team: Team | None, meeting: tuple[float, float] | None) -> str:
    if team is not None:
        return team.place
    place = territory_at(meeting) if meeting else None
    if place is None:
        raise PerronError(OUTSIDE)
    return place


@transaction.atomic
def update_outing(
    *, outing: Outing, meeting: tuple[float, float] | None = None, by: Any, **changed: Any
) -> Outing:
    """Change an outing.

    Parameters
    ----------
    outing : Outing
        The outing.
    meeting : tuple of float or None
        Longitude and latitude of the meeting point.
    by : User
        Who changes it.
    **changed : Any
        Title, starts_at, ends_at, meeting_name, places_max, note.

    Returns
    -------
    Outing
        The outing.
    """
    for name in CHANGED:
        if name in changed:
            setattr(outing, name, changed[name])
    if meeting:
        outing.meeting_lon, outing.meeting_lat = meeting
    outing.save()
    record(action="teams.update_outing", target=outing, by=by, place=outing.place)
    return outing


@transaction.atomic
def cancel_outing(*, outing: Outing, by: Any) -> Outing:
    """Call an outing off; whoever said they come is to be told.

    Parameters
    ----------
    outing : Outing
        The outing.
    by : User
        Who calls it off.

    Returns
    -------
    Outing
        The outing, called off.

    Raises
    ------
    PerronError
        It is over.
    """
    if outing.state in {OutingState.DONE, OutingState.CANCELLED}:
        raise PerronError(OVER)
    outing.state = OutingState.CANCELLED
    outing.save(update_fields=["state"])
    record(action="teams.cancel_outing", target=outing, by=by, place=outing.place)
    return outing


@transaction.atomic
def end_outing(*, outing: Outing, by: Any) -> Outing:
    """Say that an outing is over.

    Parameters
    ----------
    outing : Outing
        The outing.
    by : User
        Who says so.

    Returns
    -------
    Outing
        The outing, done.
    """
    outing.state = OutingState.DONE
    outing.save(update_fields=["state"])
    record(action="teams.end_outing", target=outing, by=by, place=outing.place)
    return outing


@transaction.atomic
def answer_outing(*, outing: Outing, user: Any, answer: Answer, wants: int | None = None) -> OutingPerson:
    """Say whether one comes to an outing.

    Parameters
    ----------
    outing : Outing
        The outing.
    user : User
        Who answers.
    answer : Answer
        Coming, maybe or not.
    wants : int or None
        Whom they would like to go with, among those who come or may.

    Returns
    -------
    OutingPerson
        The answer.

    Raises
    ------
    PerronError
        The outing is full, over or called off.
    """
    held: Outing = Outing.every.select_for_update(of=("self",)).get(pk=outing.pk)
    if held.state in {OutingState.DONE, OutingState.CANCELLED} or held.ends_at < timezone.now():
        raise PerronError(OVER)
    others = OutingPerson.objects.filter(outing=held).exclude(user=user)
    most = held.places_max if answer == Answer.COMING else None
    if most is not None and others.filter(answer=Answer.COMING).count() >= most:
        raise PerronError(FULL)
    together = others.filter(user=wants).exclude(answer=Answer.NOT).exists() if wants else False
    values = {"answer": answer, "wants_id": wants if together else None, "answered_at": timezone.now()}
    if answer == Answer.NOT:
        values |= {"pair": None, "present_at": None}
    row: OutingPerson = OutingPerson.objects.update_or_create(
        campaign_id=held.campaign_id, outing=held, user=user, defaults=values
    )[0]
    record(action="teams.answer_outing", target=held, by=user, answer=str(answer))
    return row


@transaction.atomic
def mark_present(*, outing: Outing, present: Collection[int], also: Any = None, by: Any) -> int:
    """Write down who is there; the outing is under way from then on.

    Parameters
    ----------
    outing : Outing
        The outing.
    present : collection of int
        Users who answered and are there.
    also : User or None
        Somebody who had not answered.
    by : User
        Who looks after the outing.

    Returns
    -------
    int
        How many are there.

    Raises
    ------
    PerronError
        The outing was called off.
    """
    if outing.state == OutingState.CANCELLED:
        raise PerronError(OVER)
    now = timezone.now()
    if also is not None:
        OutingPerson.objects.get_or_create(campaign_id=outing.campaign_id, outing=outing, user=also)
        present = {*present, also.pk}
    rows = OutingPerson.objects.filter(outing=outing)
    rows.filter(user__in=present, present_at=None).update(present_at=now, answer=Answer.COMING)
    rows.exclude(user__in=present).exclude(present_at=None).update(present_at=None)
    if present and outing.state == OutingState.PLANNED:
        outing.state = OutingState.UNDER_WAY
        outing.save(update_fields=["state"])
    record(action="teams.mark_present", target=outing, by=by, people=len(present))
    return len(present)
