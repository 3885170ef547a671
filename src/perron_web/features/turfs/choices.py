"""Enumerations of turfs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class State(models.TextChoices):
    """Where a turf stands."""

    FREE = "free", _("libre")
    TAKEN = "taken", _("pris")
    GOING = "going", _("en cours")
    DONE = "done", _("fait")
    EXPIRED = "expired", _("expiré")


class Ended(models.TextChoices):
    """How a holding ended."""

    GIVEN_BACK = "given_back", _("rendu")
    EXPIRED = "expired", _("expiré")
    DONE = "done", _("fait")
    WITHDRAWN = "withdrawn", _("repris par la campagne")


class Kind(models.TextChoices):
    """What an edit did."""

    MOVE = "move", _("déplacement")
    MERGE = "merge", _("fusion")
    SPLIT = "split", _("division")
    REDRAW = "redraw", _("redécoupage")
    NEW = "new", _("nouveau secteur")


give_words(
    {
        "turfs.adopt": _("Secteurs du plan repris"),
        "turfs.obey": _("Tirage scellé suivi : secteurs retirés ou rendus"),
        "turfs.withdraw": _("Secteur repris par la campagne"),
        "turfs.move": _("Adresses déplacées"),
        "turfs.merge": _("Secteurs fusionnés"),
        "turfs.split": _("Secteur divisé"),
        "turfs.redraw": _("Secteur redessiné"),
        "turfs.new": _("Secteur vide ajouté"),
        "turfs.undo": _("Retouche annulée"),
        "turfs.redo": _("Retouche rétablie"),
        "turfs.assign": _("Secteurs confiés ou repris"),
        "turfs.take": _("Secteur pris"),
        "turfs.give_back": _("Secteur rendu"),
        "turfs.finish": _("Secteur terminé"),
        "turfs.reopen": _("Secteur rouvert"),
        "turfs.extend": _("Secteur gardé plus longtemps"),
        "turfs.expire": _("Secteur revenu, délai passé"),
        "turfs.prepare": _("Secteurs d’une sortie préparés"),
        "turfs.print": _("Feuilles de route imprimées"),
    }
)
