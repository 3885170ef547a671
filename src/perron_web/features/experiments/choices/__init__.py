"""Enumerations and words of experiments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an experiment measures."""

    CAMPAIGN = "campaign", _("effet de la campagne")
    CONTINUOUS = "continuous", _("essai pendant la campagne")


class Topic(models.TextChoices):
    """What an experiment during the campaign compares."""

    ARGUMENT = "argument", _("argumentaire")
    HANGER = "hanger", _("accroche-porte")
    HOURS = "hours", _("heure du passage")
    TRAINING = "training", _("formation")
    MESSAGE = "message", _("message")


class UnitKind(models.TextChoices):
    """What is drawn."""

    BUREAU = "bureau", _("bureau")
    BUILDING = "building", _("immeuble")
    STREET = "street", _("rue")
    OUTING = "outing", _("sortie")
    TURF = "turf", _("secteur")
    SESSION = "session", _("session de formation")
    PERSON = "person", _("personne")


class State(models.TextChoices):
    """Where an experiment stands; a sealed one is in force until it is closed or abandoned."""

    DRAFT = "draft", _("brouillon")
    SEALED = "sealed", _("tirage scellé")
    CLOSED = "closed", _("terminée")
    ABANDONED = "abandoned", _("abandonnée")
