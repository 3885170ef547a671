"""Words of teams."""

from django.utils.translation import gettext_lazy as _

from perron_web.platform.audit.words import give_words

give_words({"teams.create": _("Équipe créée"), "teams.update": _("Équipe modifiée")})
