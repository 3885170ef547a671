"""Enumerations and words of evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class State(models.TextChoices):
    """Where an evaluation stands."""

    WAITING = "waiting", _("en cours")
    DONE = "done", _("terminée")
    FAILED = "failed", _("interrompue")


class CountUnit(models.TextChoices):
    """What a count is of."""

    BUREAU = "bureau", _("bureau")
    BUILDING = "building", _("immeuble")


class Source(models.TextChoices):
    """Where counts come from."""

    PUBLISHED = "published", _("Les résultats proclamés ou affichés, par bureau")
    LISTS = "lists", _("Les listes d’émargement, comptées par bureau ou par immeuble")


give_words(
    {
        "evaluation.receive_counts": _("Comptages reçus"),
        "evaluation.erase_counts": _("Comptages effacés"),
        "evaluation.purge_counts": _("Comptages arrivés à leur terme, effacés"),
        "evaluation.request": _("Évaluation demandée"),
        "evaluation.compute": _("Évaluation calculée"),
        "evaluation.rename": _("Évaluation renommée"),
        "evaluation.delete": _("Évaluation supprimée"),
        "evaluation.add_pooled": _("Résultat d’ailleurs ajouté"),
        "evaluation.remove_pooled": _("Résultat d’ailleurs retiré"),
    }
)
