"""The places of a campaign, as the head of every page shows them."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from perron_web.platform.access import DESK, EVERYONE, FIELD, HQ, Member
from perron_web.platform.access.roles import Role, Roles


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    path: str
    label: Any
    icon: str
    roles: Roles
    also: tuple[str, ...] = ()
    """Other beginnings of addresses that belong to it."""
    module: str = ""
    """Module that a campaign may switch off."""


PLACES: Final = (
    Place("", _("Accueil"), "home", EVERYONE),
    Place("carte/", _("Carte"), "map", EVERYONE, ("bureaux/",)),
    Place("plan/", _("Plan"), "plan", DESK, module="plan"),
    Place("secteurs/", _("Secteurs"), "turf", DESK | FIELD, module="turfs"),
    Place("donnees/", _("Données"), "data", DESK, ("travaux/",)),
    Place("equipes/", _("Équipe"), "team", DESK | FIELD, ("membres/",), module="teams"),
    Place("membres/", _("Équipe"), "team", FIELD | {Role.DPO}),
    Place("reglages/", _("Réglages"), "settings", HQ | {Role.DPO}, ("journal/",)),
)


@dataclass(frozen=True)
class Entry:
    """A place as one person sees it on one page."""

    href: str
    label: Any
    icon: str
    current: bool


def entries(member: Member, path: str) -> list[Entry]:
    """Return the navigation of a person in a campaign.

    Parameters
    ----------
    member : Member
        The person.
    path : str
        Address of the page shown.

    Returns
    -------
    list of Entry
        Places that the person may open, in order.
    """
    root = f"/c/{member.campaign.slug}/"
    rest = path.removeprefix(root)

    def current(place: Place) -> bool:
        return rest == "" if place.path == "" else rest.startswith((place.path, *place.also))

    seen = [
        Entry(root + place.path, place.label, place.icon, current(place))
        for place in PLACES
        if member.may(place.roles) and place.module not in member.campaign.modules_off
    ]
    return list({entry.label: entry for entry in reversed(seen)}.values())[::-1]
