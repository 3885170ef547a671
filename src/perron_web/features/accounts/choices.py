"""Enumerations of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """How pages look."""

    SYSTEM = "system", _("comme l’appareil")
    LIGHT = "light", _("clair")
    DARK = "dark", _("sombre")
