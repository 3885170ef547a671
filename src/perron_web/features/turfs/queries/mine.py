"""What a person holds, for their own page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import get_scope

from perron_web.features.turfs.queries.holdings import held_by
from perron_web.platform.design.figures import counted, minutes, moment
from perron_web.platform.providers import Card, provides


@provides("turfs.mine")
def cards(user: Any) -> list[Card]:
    """Return what a person holds as cards; one that leads to the short list when they hold nothing.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    list of Card
        First to end first.
    """
    here = reverse("turfs:near", args=[get_scope()["campaign"].slug])
    found = [
        Card(
            title=_("Secteur %(name)s") % {"name": one.turf.name_short},
            text=_("%(doors)s, %(time)s. À vous jusqu’au %(until)s.")
            % {
                "doors": counted(one.turf.doors, _("porte,portes")),
                "time": minutes(one.turf.minutes),
                "until": moment(one.expires_at),
            },
            url=here,
            action=_("Ouvrir la liste"),
            state=one.turf.state,
        )
        for one in held_by(user)
    ]
    empty = Card(_("Aucun secteur entre vos mains"), "", here, _("En prendre un près de moi"))
    return found or [empty]
