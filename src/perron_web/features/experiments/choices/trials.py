"""Words of experiments during the campaign: what is compared, on what, and what is counted."""

from typing import Any, Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.features.experiments.choices import Topic, UnitKind


class Outcome(models.TextChoices):
    """What is counted, behind doors."""

    OPENED = "opened", _("Portes qui s’ouvrent, parmi les portes frappées")
    TALKED = "talked", _("Conversations, parmi les portes ouvertes")
    TALKS = "talks", _("Conversations, parmi les portes frappées")
    ACTIVE = "active", _("Au moins une porte frappée")
    ANSWERED = "answered", _("Réponses, parmi les envois")


COUNTED: Final[dict[str, tuple[str, str]]] = {
    Outcome.OPENED: ("opened", "knocked"),
    Outcome.TALKED: ("talked", "opened"),
    Outcome.TALKS: ("talked", "knocked"),
}
"""Column of an outcome, and column it is a share of; `ACTIVE` is counted
once per unit or person, `ANSWERED` is brought as a table."""


class Sketch(NamedTuple):
    """What a topic starts from."""

    why: Any
    units: tuple[str, ...]
    outcome: str
    arms: tuple[tuple[Any, Any], ...]
    """Name of each arm and what it asks, the one compared with first."""


SKETCHES: Final[dict[str, Sketch]] = {
    Topic.ARGUMENT: Sketch(
        _("Deux façons de dire bonjour : laquelle ouvre la conversation ?"),
        (UnitKind.TURF, UnitKind.OUTING, UnitKind.BUILDING),
        Outcome.TALKED,
        (
            (_("habituel"), _("Commencez comme d’habitude.")),
            (_("question d’abord"), _("Commencez par une question sur le quartier, puis écoutez.")),
        ),
    ),
    Topic.HANGER: Sketch(
        _("Un accroche-porte laissé la veille : ouvre-t-on davantage ?"),
        (UnitKind.TURF, UnitKind.BUILDING),
        Outcome.OPENED,
        (
            (_("sans"), _("Ne laissez rien avant le passage.")),
            (_("la veille"), _("Posez l’accroche-porte la veille du passage.")),
        ),
    ),
    Topic.HOURS: Sketch(
        _("En fin d’après-midi ou en soirée : quand trouve-t-on du monde ?"),
        (UnitKind.OUTING, UnitKind.TURF),
        Outcome.OPENED,
        (
            (_("après-midi"), _("Frappez entre 16 h et 18 h.")),
            (_("soirée"), _("Frappez entre 18 h et 20 h.")),
        ),
    ),
    Topic.TRAINING: Sketch(
        _("Deux manières de former : laquelle fait sortir, et ouvrir ?"),
        (UnitKind.SESSION, UnitKind.PERSON),
        Outcome.ACTIVE,
        (
            (_("habituelle"), _("Formation habituelle.")),
            (_("jeu de rôle"), _("Ajoutez trente minutes de jeu de rôle.")),
        ),
    ),
    Topic.MESSAGE: Sketch(
        _("Deux messages : lequel fait venir ou répondre ?"),
        (UnitKind.PERSON, UnitKind.BUILDING),
        Outcome.ANSWERED,
        ((_("message A"), _("Envoyez le message A.")), (_("message B"), _("Envoyez le message B."))),
    ),
}
ARMS_MOST: Final = 4
OPENED_SUPPOSED: Final[dict[str, float]] = {
    "opened": 0.4,
    "talked": 0.65,
    "talks": 0.26,
    "active": 0.5,
    "answered": 0.1,
}
"""Shares supposed before any report: openings of the targeting priors, half of those trained go out."""
DOORS_SUPPOSED: Final[dict[str, float]] = {
    "turf": 60.0,
    "outing": 60.0,
    "building": 12.0,
    "person": 60.0,
    "session": 600.0,
}
PEOPLE_SUPPOSED: Final[dict[str, float]] = {"session": 8.0}
"""People whom one unit stands for, where it is not one."""
LIKENESS_SUPPOSED: Final = 0.02
"""Correlation of doors of one unit supposed before any report."""
