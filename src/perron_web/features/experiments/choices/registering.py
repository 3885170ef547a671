"""Words of a pre-registration."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

MEASURES: Final[dict[str, Any]] = {
    "support": _("nos voix, parmi les inscrits"),
    "turnout": _("participation"),
    "support_valid": _("nos voix, parmi les exprimés"),
    "valid": _("suffrages exprimés, parmi les inscrits"),
    "registered": _("inscrits"),
}
ESTIMATORS: Final[dict[str, Any]] = {
    "": _("celui que le protocole demande"),
    "difference": _("différence des moyennes"),
    "blocked": _("différence dans chaque groupe, puis moyenne"),
    "lin": _("ajustement de Lin sur les scrutins passés"),
    "clustered": _("erreurs par grappes (CR2)"),
    "two_stage": _("effet sur les personnes visitées (doubles moindres carrés)"),
}
CORRECTIONS: Final[dict[str, Any]] = {
    "holm": _("Holm"),
    "bonferroni": _("Bonferroni"),
    "benjamini_hochberg": _("Benjamini-Hochberg (part de fausses découvertes)"),
    "westfall_young": _("Westfall-Young (par les tirages eux-mêmes)"),
    "none": _("aucune"),
}
COLUMNS: Final[dict[str, Any]] = {
    "before": _("résultats des élections passées"),
    "registered": _("inscrits"),
    "votes_per_hour": _("voix par heure (score du plan)"),
    "mobilisation": _("score de mobilisation"),
    "persuasion": _("score de persuasion"),
    "turnout": _("participation attendue"),
    "support": _("notre part attendue"),
    "doors": _("portes"),
    "buildings": _("immeubles"),
    "territory": _("territoire"),
    "commune": _("commune"),
    "bureau": _("bureau"),
    "street": _("rue"),
}
ALWAYS: Final = ("before", "registered")
"""Columns that every evaluation has; the others are those that the design names."""
