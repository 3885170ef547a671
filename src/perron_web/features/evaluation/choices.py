"""Enumerations and words of evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an evaluation stands."""

    WAITING = "waiting", _("en cours")
    DONE = "done", _("terminée")
    FAILED = "failed", _("interrompue")


class CountUnit(models.TextChoices):
    """What a count is of."""

    BUREAU = "bureau", _("bureau")
    BUILDING = "building", _("immeuble")
