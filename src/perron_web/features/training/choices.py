"""Enumerations and words of training."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    """Where a session stands."""

    OPEN = "open", _("ouverte")
    DONE = "done", _("terminée")
    CANCELLED = "cancelled", _("annulée")


class Seat(models.TextChoices):
    """Where somebody stands in a session."""

    COMING = "coming", _("inscrit·e")
    WAITING = "waiting", _("liste d’attente")
    NOT = "not", _("ne vient pas")


class CheckIn(models.TextChoices):
    """How a presence was noted."""

    QR = "qr", _("QR")
    HAND = "hand", _("à la main")
    OFFLINE = "offline", _("hors ligne")
