"""Turfs, their stops in walking order, the journal of what was edited by hand, who holds what."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.turfs.choices import Ended, Kind, State
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped


class TurfQuerySet(PlaceQuerySet["Turf"]):
    """Turfs."""

    def standing(self) -> "TurfQuerySet":
        """Keep the turfs of the adopted plan that were not merged away.

        Returns
        -------
        TurfQuerySet
            Turfs that can be handed out.
        """
        return self.filter(run__adopted=True, retired=False)


class Turf(PlaceScoped):
    """One outing of one pair: stops in walking order, in one bureau."""

    run = models.ForeignKey("targeting.Run", on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey("territory.Bureau", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    doors = models.PositiveIntegerField(default=0)
    stops = models.PositiveIntegerField(default=0)
    minutes = models.FloatField(default=0.0)
    walk_m = models.FloatField(default=0.0)
    one_piece = models.BooleanField(default=True)
    outings = models.PositiveIntegerField(default=0)
    line = models.TextField(blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FREE)
    team = models.ForeignKey("teams.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    edited = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    left_alone = models.BooleanField(default=False)
    """Retired because the draw in force leaves its bureau alone; it comes back when the draw is lifted."""

    objects: ClassVar[models.Manager[Any]] = scoped(TurfQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(TurfQuerySet)
    """The whole campaign's: only for turfs that a person is known to reach, such as those of their team."""

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints = (
            models.UniqueConstraint(fields=("run", "bureau", "number"), name="one_turf_a_number"),
            models.CheckConstraint(
                condition=models.Q(team=None) | ~models.Q(state=State.FREE),
                name="a_free_turf_has_no_team",
            ),
            models.CheckConstraint(
                condition=models.Q(left_alone=False) | models.Q(retired=True), name="left_alone_is_retired"
            ),
        )
        indexes = (
            models.Index(fields=("run", "bureau", "number"), name="turf_run_bureau"),
            models.Index(fields=("team",), name="turf_team"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def name_short(self) -> str:
        """Number of the bureau and of the turf, as people say it: "2001-03"."""
        return f"{self.bureau.number}-{self.short}"

    @property
    def short(self) -> str:
        """Number within the bureau, as on the sheets."""
        return f"{self.number:02d}"


class Stop(CampaignScoped):
    """A building, or some of its floors, at its place in a walk."""

    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()
    address = models.ForeignKey(
        "territory.Address", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=80)
    number = models.IntegerField(null=True, blank=True)
    suffix = models.CharField(max_length=20, null=True, blank=True)
    street = models.CharField(max_length=200)
    floor_from = models.SmallIntegerField(null=True, blank=True)
    floor_to = models.SmallIntegerField(null=True, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    doors = models.PositiveIntegerField()
    minutes = models.FloatField()
    estimated = models.BooleanField(default=False)
    parts = models.CharField(max_length=200)

    objects: ClassVar[models.Manager[Any]] = scoped(
        PlaceQuerySet, place_lookup="turf__place", address_lookup="key"
    )
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for the stops of turfs already found."""

    class Meta:
        ordering: ClassVar[list[str]] = ["turf", "order"]
        constraints = (models.UniqueConstraint(fields=("turf", "order"), name="one_stop_an_order"),)

    def __str__(self) -> str:
        return f"{self.turf_id}/{self.order}"


class Edit(PlaceScoped):
    """One edit of a bureau's turfs, with what stood before and after: undone and redone to the byte."""

    run = models.ForeignKey("targeting.Run", on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey("territory.Bureau", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = (models.Index(fields=("run", "bureau", "undone"), name="edit_run_bureau"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.bureau_id} {self.at:%Y-%m-%d %H:%M}"


class Holding(PlaceScoped):
    """A turf in somebody's hands until a date; the database lets one turf be held once."""

    turf = models.ForeignKey(Turf, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outing = models.ForeignKey(
        "teams.Outing", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pair = models.PositiveSmallIntegerField(null=True, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    partner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=12)
    """Short code printed on the paper list; opens its entry page."""
    on_paper = models.BooleanField(default=False)
    taken_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    pack_at = models.DateTimeField(null=True, blank=True)
    """When a phone last took its pack."""
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for what a person holds."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-taken_at", "-pk"]
        constraints = (
            models.UniqueConstraint(
                fields=("turf",), condition=models.Q(ended_at=None), name="a_turf_is_held_once"
            ),
            models.UniqueConstraint(fields=("campaign", "code"), name="one_holding_a_code"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="") | (~models.Q(ended_at=None) & ~models.Q(end="")),
                name="a_holding_ends_somehow",
            ),
        )
        indexes = (
            models.Index(fields=("holder", "ended_at"), name="holding_holder"),
            models.Index(fields=("partner", "ended_at"), name="holding_partner"),
            models.Index(fields=("outing",), name="holding_outing"),
            models.Index(
                fields=("expires_at",), condition=models.Q(ended_at=None), name="holding_open_expiry"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.turf_id}"
