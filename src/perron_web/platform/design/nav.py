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
    alone: bool = False
    """Whether it is for those who hold no other role."""


WALKERS: Final[Roles] = frozenset({Role.VOLUNTEER, Role.TRAINER})
"""Those whose home is their own page."""
TERRAIN: Final = "/terrain/?campagne="
"""The phone app, outside campaigns."""

UNDER_THE_THUMB: Final = ("home", "team", "turf", "door")
"""Icons of what a team leader's phone shows first: four fit."""

PLACES: Final = (
    Place("moi/", _("Accueil"), "home", WALKERS, module="teams", alone=True),
    Place("", _("Accueil"), "home", EVERYONE),
    Place("carte/", _("Carte"), "map", EVERYONE - WALKERS, ("bureaux/",)),
    Place("plan/", _("Plan"), "plan", DESK, module="plan"),
    Place("secteurs/", _("Secteurs"), "turf", DESK | FIELD, module="turfs"),
    Place("equipes/", _("Équipes"), "team", WALKERS, ("sorties/",), module="teams", alone=True),
    Place("formation/", _("Formation"), "book", EVERYONE, module="training"),
    Place(
        "direct/",
        _("En direct"),
        "chart",
        DESK | FIELD,
        ("revue/", "papier/", "replan/"),
        module="canvassing",
    ),
    Place("experiences/", _("Mesure"), "measure", DESK, ("essais/", "evaluation/"), module="measure"),
    Place("donnees/", _("Données"), "data", DESK, ("travaux/",)),
    Place("equipes/", _("Équipe"), "team", DESK | FIELD, ("membres/", "sorties/"), module="teams"),
    Place("membres/", _("Équipe"), "team", FIELD | {Role.DPO}),
    Place(TERRAIN, _("Terrain"), "door", WALKERS | {Role.TEAM_LEADER}, module="canvassing"),
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
    slug = member.campaign.slug
    root = f"/c/{slug}/"
    rest = path.removeprefix(root)

    def current(place: Place) -> bool:
        return rest == "" if place.path == "" else rest.startswith((place.path, *place.also))

    def open_to(place: Place) -> bool:
        if place.module in member.campaign.modules_off:
            return False
        return member.roles <= place.roles if place.alone else member.may(place.roles)

    def address(place: Place) -> str:
        return place.path + slug if place.path.startswith("/") else root + place.path

    seen = [
        Entry(address(place), place.label, place.icon, current(place)) for place in PLACES if open_to(place)
    ]
    found = list({entry.label: entry for entry in reversed(seen)}.values())[::-1]
    if Role.TEAM_LEADER in member.roles and not member.may(DESK):
        found.sort(key=lambda entry: entry.icon not in UNDER_THE_THUMB)
    return found
