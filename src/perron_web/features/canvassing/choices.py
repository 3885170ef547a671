"""Enumerations and words of canvassing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class Kind(models.TextChoices):
    """What a report tells."""

    VISIT = "visit", _("passage")
    ACCESS = "access", _("accès")
    ADD = "add", _("ajout")
    UNDO = "undo", _("annulation")
    TALK = "talk", _("conversation")


class Outcome(models.TextChoices):
    """What came of one knock."""

    OPEN = "open", _("porte ouverte")
    ABSENT = "absent", _("absent")
    REFUSED = "refused", _("refus")
    LATER = "later", _("à repasser")
    UNREACHABLE = "unreachable", _("inaccessible")
    NEVER = "never", _("ne plus solliciter")
    UNKNOWN = "unknown", _("adresse introuvable")


class EntryWay(models.TextChoices):
    """How one gets into a building."""

    OPEN = "open", _("ouvert")
    CODE = "code", _("code")
    INTERCOM = "intercom", _("interphone")
    CARETAKER = "caretaker", _("gardien")
    REFUSED = "refused", _("entrée refusée")


class Source(models.TextChoices):
    """How a report came."""

    PHONE = "phone", _("téléphone")
    PAPER = "paper", _("papier")


class Aside(models.TextChoices):
    """Why a report does not count; it is never deleted."""

    REVIEW = "review", _("mis de côté à la revue")
    NOT_HELD = "not_held", _("secteur jamais confié à cette personne")
    ACCESS_ENDED = "access_ended", _("envoyé après la fin de l’accès")
    PAPER = "paper", _("remplacé au rapprochement avec le papier")


class Registration(models.TextChoices):
    """Where somebody is registered to vote."""

    HERE = "here", _("inscrit·e ici")
    ELSEWHERE = "elsewhere", _("inscrit·e ailleurs")
    NONE = "none", _("non inscrit·e")
    NOT_VOTER = "not_voter", _("pas électeur·rice")


class Need(models.TextChoices):
    """What somebody asks for."""

    REGISTER = "register", _("s’inscrire")
    PROXY = "proxy", _("procuration")
    VOLUNTEER = "volunteer", _("devenir bénévole")
    CALL_BACK = "call_back", _("être recontacté·e")


class Receipt(models.TextChoices):
    """What made a batch."""

    SYNC = "sync", _("envoi d’un téléphone")
    PAPER = "paper", _("saisie du papier")
    REVIEW = "review", _("revue")
    RECOUNT = "recount", _("nouveau comptage")


class Zone(models.TextChoices):
    """Where a visit fell, seen from the plan."""

    PLAN = "plan", _("dans le plan")
    OUTSIDE = "outside", _("hors du plan")
    CONTROL = "control", _("bureau témoin")


give_words(
    {
        "canvassing.set_aside": _("Passages mis de côté"),
        "canvassing.lift_review": _("Passages remis en compte"),
        "canvassing.take_in": _("Passages hors secteur pris en compte"),
        "canvassing.resolve_conflict": _("Double envoi examiné"),
        "canvassing.accept_replan": _("Nouvelle répartition des heures adoptée"),
        "canvassing.save_settings": _("Réglages du terrain changés"),
        "canvassing.write_consent": _("Texte de consentement mis en service"),
        "canvassing.phone": _("Téléphone enregistré"),
        "canvassing.revoke_phone": _("Téléphone retiré"),
        "canvassing.erase_told": _("Réponses données à une porte, effacées sur demande"),
        "canvassing.purge_talks": _("Réponses données aux portes, effacées après le scrutin"),
        "canvassing.purge_phones": _("Téléphones sans usage, oubliés après le scrutin"),
    }
)
