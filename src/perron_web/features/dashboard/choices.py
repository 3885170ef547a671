"""The steps from an empty campaign to teams in the street."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Stage:
    """One step: what, why, the verb on its button, and where it is taken."""

    key: str
    title: Any
    why: Any
    verb: Any
    page: str


STAGES: Final = (
    Stage(
        "election",
        _("Dater l’élection"),
        _("Les dates des tours donnent le calendrier légal et le temps qu’il reste."),
        _("Donner les dates"),
        "campaigns:election",
    ),
    Stage(
        "data",
        _("Importer les données"),
        _("Résultats par bureau, contours, adresses : des fichiers publics, reconnus à leur contenu."),
        _("Importer des fichiers"),
        "territory:data",
    ),
    Stage(
        "blocs",
        _("Dire qui est qui"),
        _("Ranger les listes et candidats passés : nous, alliés, adversaires, autres."),
        _("Ranger les listes"),
        "campaigns:blocs",
    ),
    Stage(
        "plan",
        _("Calculer un plan"),
        _("Des heures de bénévoles en entrée ; des bureaux classés, avec leurs raisons, en sortie."),
        _("Préparer un plan"),
        "targeting:builder",
    ),
    Stage(
        "adopted",
        _("Adopter le plan"),
        _("Le plan adopté est celui que voient les équipes ; ses secteurs deviennent modifiables."),
        _("Choisir un calcul"),
        "targeting:runs",
    ),
    Stage(
        "teams",
        _("Former les équipes"),
        _("Une équipe, un point de rendez-vous, des secteurs à imprimer."),
        _("Former une équipe"),
        "teams:index",
    ),
)
