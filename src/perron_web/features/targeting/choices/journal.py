"""What the journal says of plans."""

from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words

give_words(
    {
        "targeting.request_run": _("Plan demandé"),
        "targeting.compute_run": _("Plan calculé"),
        "targeting.adopt_run": _("Plan adopté"),
        "targeting.rename_run": _("Plan renommé"),
        "targeting.delete_run": _("Plan supprimé"),
        "targeting.restore_run": _("Plan rétabli"),
        "targeting.prepare_map": _("Carte préparée"),
    }
)
