"""Enumerations of campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words


class Side(models.TextChoices):
    """What a campaign calls a list or a candidate."""

    OURS = "ours", _("nous")
    ALLY = "ally", _("alliés")
    OPPONENT = "opponent", _("adversaires")
    OTHER = "other", _("autres")


class Kind(models.TextChoices):
    """Kinds of election."""

    MUNICIPALES = "municipales", _("municipales")
    DEPARTEMENTALES = "departementales", _("départementales")
    REGIONALES = "regionales", _("régionales")
    LEGISLATIVES = "legislatives", _("législatives")
    PRESIDENTIELLE = "presidentielle", _("présidentielle")
    EUROPEENNES = "europeennes", _("européennes")
    REFERENDUM = "referendum", _("référendum")
    OTHER = "other", _("autre scrutin")


class Module(models.TextChoices):
    """Parts of the site that a campaign may do without; the same names as in `allow(module=…)`."""

    PLAN = "plan", _("Plan : scores, moyens, comparaison")
    TEAMS = "teams", _("Équipes : points de rendez-vous, sorties, messages")
    TRAINING = "training", _("Formation : sessions, présence, certificats")
    TURFS = "turfs", _("Secteurs : découpage, marche, impression")
    CANVASSING = "canvassing", _("Terrain : application de téléphone, saisie, suivi en direct")
    MEASURE = "measure", _("Mesure : tirages, essais, évaluation")


give_words(
    {
        "accounts.open": _("Compte ouvert"),
        "accounts.open_first": _("Premier compte ouvert"),
        "accounts.save_profile": _("Profil changé"),
        "accounts.add_factor": _("Second facteur ajouté"),
        "accounts.remove_factor": _("Second facteur retiré"),
        "accounts.end_session": _("Session fermée"),
        "accounts.end_sessions": _("Sessions fermées"),
        "campaigns.create": _("Campagne créée"),
        "campaigns.grant_role": _("Rôle donné"),
        "campaigns.change_role": _("Rôle changé"),
        "campaigns.revoke_role": _("Rôle retiré"),
        "campaigns.invite": _("Invitation faite"),
        "campaigns.revoke_invitation": _("Invitation retirée"),
        "campaigns.accept_invitation": _("Invitation acceptée"),
        "campaigns.save_election": _("Dates de l’élection"),
        "campaigns.save_modules": _("Modules changés"),
        "campaigns.save_appearance": _("Apparence changée"),
        "campaigns.save_blocs": _("Blocs enregistrés"),
        "campaigns.undo_blocs": _("Blocs remis comme avant"),
        "campaigns.import_blocs": _("Blocs lus d’un fichier"),
        "campaigns.download_journal": _("Journal téléchargé"),
        "jobs.start": _("Travail lancé"),
        "jobs.cancel": _("Travail arrêté"),
    }
)
