"""Enumerations of turfs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a turf stands."""

    FREE = "free", _("libre")
    TAKEN = "taken", _("pris")
    GOING = "going", _("en cours")
    DONE = "done", _("fait")
    EXPIRED = "expired", _("expiré")


class Kind(models.TextChoices):
    """What an edit did."""

    MOVE = "move", _("déplacement")
    MERGE = "merge", _("fusion")
    SPLIT = "split", _("division")
    REDRAW = "redraw", _("redécoupage")
    NEW = "new", _("nouveau secteur")
