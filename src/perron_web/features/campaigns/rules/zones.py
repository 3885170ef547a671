"""French territories and the clocks on their walls (IANA zones)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Zone:
    """One time zone in which French electors vote.

    Parameters
    ----------
    iana : str
        Name in the IANA database.
    name : str
        What people call it.
    """

    iana: str
    name: str | Promise


ZONES: Final = (
    Zone("Europe/Paris", _("France hexagonale et Corse")),
    Zone("America/Guadeloupe", _("Guadeloupe, Saint-Martin, Saint-Barthélemy")),
    Zone("America/Martinique", _("Martinique")),
    Zone("America/Cayenne", _("Guyane")),
    Zone("America/Miquelon", _("Saint-Pierre-et-Miquelon")),
    Zone("Indian/Reunion", _("La Réunion")),
    Zone("Indian/Mayotte", _("Mayotte")),
    Zone("Pacific/Tahiti", _("Polynésie française (Tahiti)")),
    Zone("Pacific/Marquesas", _("Polynésie française (Marquises)")),
    Zone("Pacific/Gambier", _("Polynésie française (Gambier)")),
    Zone("Pacific/Noumea", _("Nouvelle-Calédonie")),
    Zone("Pacific/Wallis", _("Wallis-et-Futuna")),
)
"""Zones of the Republic. Electors abroad vote on the clock of their consulate: any IANA name is accepted."""

ZONE_NAMES: Final = frozenset(zone.iana for zone in ZONES)
