"""Filters of the pages of data: what jobs kept in both languages, names of columns and elections."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext_lazy as _

from perron_web.platform.design.elections import named_in
from perron_web.platform.words import language

register = template.Library()

COLUMNS: Final = {
    "election": _("scrutin"),
    "bureau": _("bureau"),
    "commune": _("commune"),
    "commune_name": _("nom de la commune"),
    "constituency": _("circonscription"),
    "registered": _("inscrits"),
    "voters": _("votants"),
    "blank": _("blancs"),
    "invalid": _("nuls"),
    "valid": _("exprimés"),
    "choice": _("liste ou candidature"),
    "number": _("numéro"),
    "nuance": _("nuance"),
    "votes": _("voix"),
    "name": _("nom"),
    "territory": _("territoire"),
    "address": _("identifiant"),
    "suffix": _("suffixe"),
    "street": _("voie"),
    "street_key": _("voie, pour la jointure"),
    "lon": _("longitude"),
    "lat": _("latitude"),
    "electors": _("électeurs"),
    "doors": _("portes"),
    "area": _("zone"),
    "kind": _("sorte"),
    "dwellings": _("logements sociaux"),
    "nodes": _("carrefours"),
    "edges": _("tronçons"),
}


@register.filter
def column(name: str) -> str:
    """Say what a column of a checked table is."""
    return str(COLUMNS.get(name, name))


@register.filter
def spoken(words: dict[str, Any]) -> str:
    """Return a text kept in both languages in the reader's, as a sentence."""
    text = named_in(str(words.get(language(), "")))
    return text[:1].upper() + text[1:]


@register.filter
def spoken_sentence(words: dict[str, Any]) -> str:
    """Return a text kept in both languages with its full stop."""
    text = spoken(words)
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


@register.filter
def expected(error: dict[str, Any]) -> str:
    """Return what an error expected, in the reader's language."""
    return str(error.get(f"expected_{language()}", ""))
