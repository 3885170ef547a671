"""Enumerations of campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """What a campaign calls a list or a candidate."""

    OURS = "ours", _("nous")
    ALLY = "ally", _("alliés")
    OPPONENT = "opponent", _("adversaires")
    OTHER = "other", _("autres")


class Kind(models.TextChoices):
    """Kinds of election."""

    MUNICIPALES = "municipales", _("municipales")
    DEPARTEMENTALES = "departementales", _("départementales")
    REGIONALES = "regionales", _("régionales")
    LEGISLATIVES = "legislatives", _("législatives")
    PRESIDENTIELLE = "presidentielle", _("présidentielle")
    EUROPEENNES = "europeennes", _("européennes")
    REFERENDUM = "referendum", _("référendum")
    OTHER = "other", _("autre scrutin")
