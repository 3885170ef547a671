"""Enumerations and words of teams."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class TeamState(models.TextChoices):
    """Where a team stands."""

    PROPOSED = "proposed", _("proposée")
    ACTIVE = "active", _("active")
    CLOSED = "closed", _("close")


class Belonging(models.TextChoices):
    """Where somebody stands in a team."""

    ASKED = "asked", _("demande à entrer")
    MEMBER = "member", _("membre")
    LEFT = "left", _("partie ou parti")


class OutingState(models.TextChoices):
    """Where an outing stands."""

    PLANNED = "planned", _("prévue")
    UNDER_WAY = "under_way", _("en cours")
    DONE = "done", _("terminée")
    CANCELLED = "cancelled", _("annulée")


class Answer(models.TextChoices):
    """What somebody says of an outing."""

    COMING = "coming", _("je viens")
    MAYBE = "maybe", _("peut-être")
    NOT = "not", _("je ne viens pas")


give_words(
    {
        "teams.create": _("Équipe créée"),
        "teams.update": _("Équipe modifiée"),
        "teams.propose": _("Équipe proposée"),
        "teams.approve": _("Équipe approuvée"),
        "teams.close": _("Équipe fermée"),
        "teams.renew_link": _("Lien d’une équipe changé"),
        "teams.ask_to_join": _("Demande à rejoindre une équipe"),
        "teams.accept_member": _("Membre accueilli dans une équipe"),
        "teams.remove_member": _("Membre retiré d’une équipe"),
        "teams.leave": _("Équipe quittée"),
        "teams.write_message": _("Message à une équipe"),
        "teams.create_outing": _("Sortie prévue"),
        "teams.update_outing": _("Sortie modifiée"),
        "teams.cancel_outing": _("Sortie annulée"),
        "teams.end_outing": _("Sortie terminée"),
        "teams.answer_outing": _("Réponse à une sortie"),
        "teams.mark_present": _("Présences notées"),
        "teams.pair_people": _("Binômes formés"),
        "teams.set_pairs": _("Binômes changés"),
        "teams.purge_presences": _("Réponses et présences aux sorties, effacées à leur terme"),
    }
)
