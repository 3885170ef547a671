"""What the journal says of experiments."""

from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words

give_words(
    {
        "experiments.draft": _("Expérience préparée"),
        "experiments.change": _("Protocole changé"),
        "experiments.delete": _("Brouillon d’expérience supprimé"),
        "experiments.request_seal": _("Scellement demandé"),
        "experiments.seal": _("Tirage scellé"),
        "experiments.write_registration": _("Préenregistrement écrit"),
        "experiments.print_registration": _("Préenregistrement imprimé"),
        "experiments.freeze_registration": _("Préenregistrement figé"),
        "experiments.close": _("Expérience terminée"),
        "experiments.abandon": _("Expérience abandonnée"),
        "experiments.prepare_trial": _("Essai préparé"),
        "experiments.change_trial": _("Essai changé"),
        "experiments.start_trial": _("Essai lancé"),
        "experiments.stop_trial": _("Essai clos"),
        "experiments.bring_list": _("Liste tirée au sort pour un essai"),
        "experiments.bring_answers": _("Réponses apportées à un essai"),
        "experiments.delete_trial": _("Essai supprimé"),
    }
)
