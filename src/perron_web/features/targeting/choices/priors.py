"""The figures a plan rests on besides past results: what each is, in which unit, and who measured it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Figure:
    """One figure that a campaign may change.

    Parameters
    ----------
    name : str
        Name in `perron.targeting.Priors`.
    label, source : str
        What it is, and where the usual value comes from.
    percent : bool
        Whether it is a share, shown in percent.
    spread : bool
        Whether it has an uncertainty.
    step : float
        Step of the field, in the unit shown.
    """

    name: str
    label: Text
    source: Text
    percent: bool = True
    spread: bool = True
    step: float = 0.5


FIGURES: Final = (
    Figure(
        "opening_rate",
        _("Portes qui s’ouvrent, sur cent portes frappées"),
        _(
            "2012 : 48 % (Pons, American Economic Review, 2018) ; Toulouse, 2020 : 30,4 % (La Dépêche, "
            "15 février 2020)."
        ),
        step=1,
    ),
    Figure(
        "conversation_rate",
        _("Conversations, sur cent portes ouvertes"),
        _("Sarcelles, 2023 : 30 personnes interrogées pour 48 présentes."),
        step=1,
    ),
    Figure(
        "persuasion_effect",
        _("Voix gagnées, pour cent conversations avec des votants"),
        _(
            "+3,24 et +2,75 points dans les bureaux entièrement visités en 2012 (Pons, 2018), soit une "
            "dizaine de voix pour cent conversations ; réduit de plus de moitié, car ces chiffres reposent "
            "sur des déclarations : hypothèse."
        ),
    ),
    Figure(
        "mobilisation_effect",
        _("Voix gagnées, pour cent conversations avec des intermittents"),
        _(
            "Entre un effet nul sur la participation en France (Pons, 2018) et 7,1 points par conversation "
            "dans six villes des États-Unis (Green, Gerber et Nickerson, Journal of Politics, 2003) ; le "
            "poids donné à chacun est une hypothèse."
        ),
    ),
    Figure(
        "registration_effect",
        _("Inscriptions obtenues, pour cent conversations avec des non-inscrits"),
        _(
            "Hypothèse. Les visites ont fait s’inscrire (Braconnier, Dormagen et Pons, American Political "
            "Science Review, 2017), sans chiffre par conversation. Ne compte pas dans les voix attendues."
        ),
        step=1,
    ),
    Figure(
        "doors_per_hour",
        _("Portes frappées en une heure, là où les adresses manquent"),
        _(
            "Hypothèse : aucune source française ; un vendeur américain dit 20 à 30. Là où les adresses sont "
            "connues, le rythme est celui des secteurs."
        ),
        percent=False,
        step=1,
    ),
    Figure(
        "reference_support",
        _("Soutien là où l’effet de persuasion a été mesuré"),
        _("Part des exprimés du candidat de la campagne étudiée, premier tour de 2012 : 28,6 %."),
        spread=False,
        step=0.1,
    ),
)
"""Figures of the form, in its order."""
