"""Filters of the legal calendar: {% load campaigns %} {{ ends|last_moment }} {{ share|unlocalised }}."""

from datetime import datetime, timedelta
from typing import Final

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy

from perron_web.platform.audit.words import action_words
from perron_web.platform.design.figures import clock, day

register = template.Library()

DETAILS: Final = {
    "number": gettext_lazy("numéro"),
    "place": gettext_lazy("territoire"),
    "turfs": gettext_lazy("secteurs"),
    "record": gettext_lazy("empreinte"),
    "election": gettext_lazy("scrutin"),
    "kind": gettext_lazy("nature"),
    "people": gettext_lazy("personnes"),
    "rows": gettext_lazy("lignes"),
    "reports": gettext_lazy("rapports"),
    "bureaux": gettext_lazy("bureaux"),
    "role": gettext_lazy("rôle"),
    "person": gettext_lazy("personne"),
    "module": gettext_lazy("module"),
    "source": gettext_lazy("source"),
    "units": gettext_lazy("unités"),
    "found": gettext_lazy("trouvé"),
    "files": gettext_lazy("fichiers"),
    "pairs": gettext_lazy("binômes"),
    "pair": gettext_lazy("binôme"),
    "team": gettext_lazy("équipe"),
    "outing": gettext_lazy("sortie"),
    "holder": gettext_lazy("confié à"),
    "answer": gettext_lazy("réponse"),
    "expires": gettext_lazy("expire"),
    "experiment": gettext_lazy("expérience"),
    "first": gettext_lazy("premier"),
    "code": gettext_lazy("code"),
    "until": gettext_lazy("jusqu’au"),
    "hours": gettext_lazy("heures"),
    "version": gettext_lazy("version"),
    "results": gettext_lazy("résultats"),
    "addresses": gettext_lazy("adresses"),
    "rounds": gettext_lazy("tours"),
    "sessions": gettext_lazy("sessions"),
    "uses": gettext_lazy("utilisations"),
    "talks": gettext_lazy("réponses"),
    "consents": gettext_lazy("accords"),
    "conflicts": gettext_lazy("doubles envois"),
    "phones": gettext_lazy("téléphones"),
}
"""Details of the journal in words."""


@register.filter
def last_moment(ends: datetime) -> str:
    """Write the end of a line: the last day when it ends at midnight, else the day and the hour."""
    local = timezone.localtime(ends)
    if (local.hour, local.minute) == (0, 0):
        return day(ends - timedelta(seconds=1), year=True)
    return f"{day(ends, year=True)}, {clock(ends)}"


@register.filter
def unlocalised(number: float) -> str:
    """Write a number for a drawing, with a point in every language."""
    return f"{number:.2f}"


@register.filter
def said(action: str) -> str:
    """Say an action of the journal in words; its code when no feature has given words."""
    return str(action_words(action))


@register.filter
def detail(key: str) -> str:
    """Name a detail of the journal; its key when nobody has named it."""
    return str(DETAILS.get(key, key))


@register.filter
def listed(value: object) -> str:
    """Write a detail of the journal: a list by its elements, nothing as a dash."""
    if value is None:
        return "–"
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
