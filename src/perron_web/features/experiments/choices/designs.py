"""Words of a design: ways to draw, what is drawn, what each arm receives, columns that units are known by."""

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Drawing(models.TextChoices):
    """How units are drawn."""

    STRATA = "strata", _("Par rangs voisins : chaque témoin ressemble à ceux que l’on visite")
    COMPLETE = "complete", _("Au sort simple, sans groupes")
    PAIRS = "pairs", _("Par paires : dans chaque paire, l’un est visité, l’autre non")
    SATURATION = "saturation", _("Par dose : une part des immeubles, plus ou moins forte selon le bureau")


class Drawn(models.TextChoices):
    """What is drawn for the effect of the whole campaign."""

    BUREAU = "bureau", _("Bureaux de vote")
    BUILDING = "building", _("Immeubles")
    STREET = "street", _("Rues")
    OUTING = "outing", _("Sorties")


COUNTED: Final[dict[str, tuple[Any, Any]]] = {
    "bureau": (_("bureau"), _("bureaux")),
    "building": (_("immeuble"), _("immeubles")),
    "street": (_("rue"), _("rues")),
    "outing": (_("sortie"), _("sorties")),
    "turf": (_("secteur"), _("secteurs")),
    "session": (_("session"), _("sessions")),
    "person": (_("personne"), _("personnes")),
}
"""Unit to its word, singular and plural."""

ARMS: Final[dict[str, tuple[str, ...]]] = {
    "visit": ("visit",),
    "letter": ("letter",),
    "sms": ("sms",),
    "visit_letter": ("visit", "letter"),
    "visit_sms": ("visit", "sms"),
}
"""Arms that a campaign may choose from, and what each receives."""

ARM_WORDS: Final[dict[str, Any]] = {
    "control": _("témoin"),
    "visit": _("visite"),
    "letter": _("lettre"),
    "sms": _("SMS"),
    "visit_letter": _("visite et lettre"),
    "visit_sms": _("visite et SMS"),
}

NUMBERS: Final[dict[str, dict[str, Any]]] = {
    "bureau": {
        "votes_per_hour": _("voix par heure (score du plan)"),
        "mobilisation": _("score de mobilisation"),
        "persuasion": _("score de persuasion"),
        "registered": _("inscrits"),
        "turnout": _("participation attendue"),
        "support": _("notre part attendue"),
    },
    "building": {"votes_per_hour": _("voix par heure du bureau"), "doors": _("portes")},
    "street": {
        "votes_per_hour": _("voix par heure du bureau"),
        "doors": _("portes"),
        "buildings": _("immeubles"),
    },
}
"""Columns of numbers that a unit is known by."""

LABELS: Final[dict[str, dict[str, Any]]] = {
    "bureau": {"territory": _("territoire"), "commune": _("commune")},
    "building": {"bureau": _("bureau"), "territory": _("territoire"), "commune": _("commune")},
    "street": {"bureau": _("bureau"), "territory": _("territoire"), "commune": _("commune")},
}
"""Columns within which strata are drawn."""

CLUSTERS: Final[dict[str, dict[str, Any]]] = {
    "bureau": {"territory": _("territoire"), "commune": _("commune")},
    "building": {"street": _("rue"), "bureau": _("bureau")},
    "street": {"bureau": _("bureau")},
}
"""Columns of clusters that are drawn whole."""


class Measure(models.TextChoices):
    """What a past result is read for."""

    SUPPORT = "support", _("Nos voix, parmi les inscrits")
    TURNOUT = "turnout", _("Participation")
    SUPPORT_VALID = "support_valid", _("Nos voix, parmi les exprimés")
