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


class Module(models.TextChoices):
    """Parts of the site that a campaign may do without; the same names as in `allow(module=…)`."""

    PLAN = "plan", _("Plan\u00a0: scores, moyens, comparaison")
    TURFS = "turfs", _("Secteurs\u00a0: découpage, marche, impression")
    TEAMS = "teams", _("Équipes")
