"""Campaigns, sealed from one another; their election, their members, their blocs."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.campaigns.choices import Kind, Side
from perron_web.platform.access import Role
from perron_web.platform.links import new_nonce
from perron_web.platform.scoping import CampaignScoped, PlaceScoped


class Campaign(models.Model):
    """One campaign: the seal inside which everything else lies."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    accent = models.CharField(max_length=7, default="#0B5A63")
    modules_off = models.JSONField(default=list, blank=True)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Election(CampaignScoped):
    """The election a campaign works for; its rounds are dates in its territory's time zone."""

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.MUNICIPALES)
    name = models.CharField(max_length=120)
    first_round = models.DateField()
    second_round = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    votes_on_saturday = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("campaign",), name="one_election_a_campaign"),
            models.CheckConstraint(
                condition=models.Q(second_round=None) | models.Q(second_round__gt=models.F("first_round")),
                name="second_round_after_first",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def rounds(self) -> list[date]:
        """Dates of the rounds, in order."""
        return [self.first_round, *([self.second_round] if self.second_round else [])]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships; not scoped, since they decide which scope a person gets."""

    def in_force(self) -> "MembershipQuerySet":
        """Keep those that hold today.

        Returns
        -------
        MembershipQuerySet
            Memberships neither ended nor revoked.
        """
        now = timezone.now()
        return self.filter(models.Q(until=None) | models.Q(until__gt=now), revoked_at=None)


class Membership(models.Model):
    """One role of one person on one place of one campaign ("" is the whole of it)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["user__name", "user__email", "pk"]
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "user", "role", "place"),
                condition=models.Q(revoked_at=None),
                name="one_role_a_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.place}"


class BlocChoice(CampaignScoped):
    """Which side a campaign gives a list or a candidate of a past election."""

    election = models.CharField(max_length=60)
    choice = models.CharField(max_length=160)
    nuance = models.CharField(max_length=12, blank=True)
    side = models.CharField(max_length=10, choices=Side.choices)
    family = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["election", "choice"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "election", "choice"), name="one_side_a_choice"),
        )

    def __str__(self) -> str:
        return f"{self.election} {self.choice} {self.side}"


class Invitation(PlaceScoped):
    """A link that gives a role on a place to whoever opens it, until a date and so many times."""

    role = models.CharField(max_length=20, choices=Role.choices)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    note = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    member_until = models.DateTimeField(null=True, blank=True)
    uses_allowed = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("uses_allowed")), name="invitation_uses_within"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.place} {self.uses}/{self.uses_allowed}"

    @property
    def state(self) -> str:
        """Where it stands: "open", "used", "expired" or "revoked"."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        return "used" if self.uses >= self.uses_allowed else "open"


class InvitationUse(models.Model):
    """A person who came by an invitation."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("invitation", "user"), name="one_use_a_person"),)

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.user_id}"
