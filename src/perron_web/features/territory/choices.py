"""Enumerations of territory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class Level(models.TextChoices):
    """Depth in the tree of territories."""

    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    COMMUNE = "commune", _("commune")
    ARRONDISSEMENT = "arrondissement", _("arrondissement")


class DataKind(models.TextChoices):
    """What a dataset holds."""

    RESULTS = "results", _("résultats")
    BUREAUX = "bureaux", _("périmètres de bureaux")
    ADDRESSES = "addresses", _("adresses")
    AREAS = "areas", _("zones de l’Insee")
    STATISTICS = "statistics", _("données par zone")
    HOUSING = "housing", _("logements sociaux")
    STREETS = "streets", _("réseau de rues")
    POLLING_PLACES = "polling_places", _("lieux de vote")


class ImportState(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", _("à vérifier")
    READY = "ready", _("prêt à importer")
    APPLIED = "applied", _("importé")
    REVERTED = "reverted", _("annulé")


OPEN = frozenset({ImportState.DRAFT, ImportState.READY})
"""States in which files may still be added, taken away and matched."""


class FileState(models.TextChoices):
    """Where a file of an import stands."""

    WAITING = "waiting", _("à lire")
    READ = "read", _("reconnu")
    FAILED = "failed", _("refusé")


give_words(
    {
        "territory.start_import": _("Import commencé"),
        "territory.add_files": _("Fichiers ajoutés"),
        "territory.describe_file": _("Fichier précisé"),
        "territory.remove_file": _("Fichier retiré"),
        "territory.inspect": _("Fichiers lus"),
        "territory.match_bureau": _("Bureau rapproché"),
        "territory.unmatch_bureau": _("Rapprochement défait"),
        "territory.apply_import": _("Données importées"),
        "territory.revert_import": _("Import annulé"),
        "territory.discard_import": _("Import abandonné"),
    }
)
