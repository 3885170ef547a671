"""What a person at an open door agreed to tell, with the proof that they agreed."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from perron_web.features.canvassing.choices import Registration
from perron_web.features.canvassing.models.reports import Report
from perron_web.features.canvassing.models.settings import ConsentText
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, scoped


class Consent(CampaignScoped):
    """Proof of consent (GDPR 7(1)): which text, when, to what, before whom."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="consent")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opinion = models.BooleanField(default=False)
    email = models.BooleanField(default=False)
    phone = models.BooleanField(default=False)
    sms = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="report__place")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(opinion=True)
                | models.Q(email=True)
                | models.Q(phone=True)
                | models.Q(sms=True),
                name="a_consent_is_to_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.text_id}"


class Talk(CampaignScoped):
    """A conversation: no opinion, name or contact without its consent (code pénal 226-19)."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="talk")
    visit = models.UUIDField()
    support = models.PositiveSmallIntegerField(null=True, blank=True)
    registration = models.CharField(max_length=10, choices=Registration.choices, blank=True)
    needs = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    consent = models.OneToOneField(
        Consent, on_delete=models.CASCADE, null=True, blank=True, related_name="talk"
    )

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="report__place")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(support=None) | models.Q(support__gte=1, support__lte=5),
                name="support_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(consent__isnull=False)
                | models.Q(support=None, name="", email="", phone=""),
                name="nothing_personal_without_consent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id}"
