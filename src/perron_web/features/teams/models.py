"""Teams, who is in them, what they are told, and their outings."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from perron_web.features.teams.choices import Answer, Belonging, OutingState, TeamState
from perron_web.platform.links import new_nonce
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped


def person(**options: Any) -> Any:
    """Return a reference to somebody that outlives them.

    Parameters
    ----------
    **options : Any
        Options of the field.

    Returns
    -------
    ForeignKey
        Null once the person is erased.
    """
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", **options
    )


class Team(PlaceScoped):
    """A team of one place of the campaign; its turfs are given to it in the feature above."""

    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=TeamState.choices, default=TeamState.ACTIVE)
    leader = person(blank=True)
    meeting_name = models.CharField(max_length=160, blank=True)
    meeting_lon = models.FloatField(null=True, blank=True)
    meeting_lat = models.FloatField(null=True, blank=True)
    open = models.BooleanField(default=True)
    """Whether anyone of the campaign may ask to join."""
    goal_doors = models.PositiveIntegerField(null=True, blank=True)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    """Secret of the link to join; changed to close the link."""
    made_by = person(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only to find the teams that a person leads or belongs to, or that are near."""

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "name"), name="one_team_a_name"),
            models.CheckConstraint(
                condition=models.Q(meeting_lon=None, meeting_lat=None)
                | models.Q(
                    meeting_lon__gte=-180, meeting_lon__lte=180, meeting_lat__gte=-90, meeting_lat__lte=90
                ),
                name="team_meets_somewhere_on_earth",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def meeting(self) -> tuple[float, float] | None:
        """Where it meets, when that is placed."""
        return point(self.meeting_lon, self.meeting_lat)


def point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    """Return a point when both its coordinates are known.

    Parameters
    ----------
    lon, lat : float or None
        Degrees.

    Returns
    -------
    tuple of float or None
        Longitude and latitude.
    """
    return None if lon is None or lat is None else (lon, lat)


class TeamMember(CampaignScoped):
    """Somebody in a team, or who asks to be; who left stays written until the campaign ends."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=Belonging.choices, default=Belonging.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    approved_by = person(blank=True)

    news = False
    """Whether the team's leader is to be told of it now; not stored."""

    class Meta:
        ordering: ClassVar[list[str]] = ["team", "pk"]
        constraints = (models.UniqueConstraint(fields=("team", "user"), name="once_in_a_team"),)
        indexes = (models.Index(fields=("user", "state"), name="team_member_user"),)

    def __str__(self) -> str:
        return f"{self.team_id} {self.user_id} {self.state}"


class TeamMessage(CampaignScoped):
    """A message to a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    by = person()
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.team_id} {self.at:%Y-%m-%d %H:%M}"


class Outing(PlaceScoped):
    """A shift: a date, a meeting point, the pairs that leave from there."""

    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    meeting_name = models.CharField(max_length=160, blank=True)
    meeting_lon = models.FloatField(null=True, blank=True)
    meeting_lat = models.FloatField(null=True, blank=True)
    places_max = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=OutingState.choices, default=OutingState.PLANNED)
    made_by = person(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for the outings of one's teams, or near a place."""

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="outing_ends_after_it_starts"
            ),
        )
        indexes = (models.Index(fields=("campaign", "starts_at"), name="outing_campaign_start"),)

    def __str__(self) -> str:
        return f"{self.title or self.meeting_name} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def called(self) -> str:
        """What people call it: its title, or its team's name."""
        return self.title or (self.team.name if self.team else _("Sortie"))

    @property
    def meeting(self) -> tuple[float, float] | None:
        """Where it meets, when that is placed."""
        return point(self.meeting_lon, self.meeting_lat)


class OutingPerson(CampaignScoped):
    """Who comes to an outing, and with whom."""

    outing = models.ForeignKey(Outing, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.COMING)
    pair = models.PositiveSmallIntegerField(null=True, blank=True)
    wants = person(blank=True)
    """Whom they asked to go with."""
    present_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["outing", "pair", "pk"]
        constraints = (models.UniqueConstraint(fields=("outing", "user"), name="once_in_an_outing"),)
        indexes = (models.Index(fields=("user", "present_at"), name="outing_person_user"),)

    def __str__(self) -> str:
        return f"{self.outing_id} {self.user_id} {self.answer}"
