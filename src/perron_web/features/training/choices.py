"""Enumerations and words of training."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class SessionState(models.TextChoices):
    """Where a session stands."""

    OPEN = "open", _("ouverte")
    DONE = "done", _("terminée")
    CANCELLED = "cancelled", _("annulée")


class Seat(models.TextChoices):
    """Where somebody stands in a session."""

    COMING = "coming", _("inscrit·e")
    WAITING = "waiting", _("liste d’attente")
    NOT = "not", _("ne vient pas")


class CheckIn(models.TextChoices):
    """How a presence was noted."""

    QR = "qr", _("QR")
    HAND = "hand", _("à la main")
    OFFLINE = "offline", _("hors ligne")


GENERATION_WORDS = (_("formateurs et formatrices"), _("mobilisateurs et mobilisatrices"), _("bénévoles"))
"""What the generations are called: those of the goal of 2012; the last word stands for all that follow."""

give_words(
    {
        "training.create_module": _("Module de formation créé"),
        "training.update_module": _("Module de formation modifié"),
        "training.retire_module": _("Module de formation retiré ou remis"),
        "training.create_session": _("Session de formation créée"),
        "training.update_session": _("Session de formation modifiée"),
        "training.cancel_session": _("Session de formation annulée"),
        "training.close_session": _("Session de formation terminée"),
        "training.sign_up": _("Inscription à une session"),
        "training.withdraw": _("Désinscription d’une session"),
        "training.check_in": _("Présence notée"),
        "training.check_out": _("Présence retirée"),
        "training.welcome": _("Personne accueillie à une session"),
        "training.certify": _("Certificat délivré"),
        "training.revoke_certificate": _("Certificat retiré"),
        "training.let_train": _("Personne autorisée à former"),
        "training.save_goal": _("Objectif de formation"),
        "training.print_certificate": _("Certificat imprimé"),
        "training.purge_attendances": _("Inscriptions et présences aux formations, effacées à leur terme"),
    }
)
