"""Enumerations of targeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", _("en attente")
    DONE = "done", _("calculé")
    FAILED = "failed", _("interrompu")


class Objective(models.TextChoices):
    """What the ranking counts; the values are those of the command line."""

    BOTH = "both", _("mobiliser et convaincre")
    MOBILISATION = "mobilisation", _("mobiliser les intermittents")
    PERSUASION = "persuasion", _("convaincre les votants")
