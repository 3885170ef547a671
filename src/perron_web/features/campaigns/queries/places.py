"""Names of places, asked of the feature that holds the tree."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from perron_web.platform.access import Member
from perron_web.platform.access.roles import Roles
from perron_web.platform.providers import Place, ask


def place_names(paths: Iterable[str]) -> dict[str, str]:
    """Return the names of places; one that nobody names, as a bureau that left, is told by its number.

    Parameters
    ----------
    paths : iterable of str
        Materialised paths; "" is the whole campaign.

    Returns
    -------
    dict
        Path to name.
    """
    wanted = sorted({path for path in paths if path})
    known: dict[str, Place] = ask("places.names", wanted, default={}) if wanted else {}
    names = {path: known[path].name if path in known else _by_number(path) for path in wanted}
    return {"": _("toute la campagne"), **names}


def _by_number(path: str) -> str:
    code = path.rstrip("/").rpartition("/")[2]
    number = code.rpartition("_")[2]
    return code if number == code else _("bureau %(number)s") % {"number": number}


def search_places(text: str, *, limit: int = 12) -> list[Place]:
    """Search the tree for places, within the scope in force.

    Parameters
    ----------
    text : str
        Part of a name or of a code.
    limit : int
        How many at most.

    Returns
    -------
    list of Place
        Best first.
    """
    found: list[Place] = ask("places.search", text, limit, default=[])
    return found


def places_offered(member: Member, roles: Roles) -> list[Place]:
    """Return the places a person may pick without searching: their own.

    Parameters
    ----------
    member : Member
        The person.
    roles : frozenset of Role
        Roles that count.

    Returns
    -------
    list of Place
        The whole campaign, or their territories.
    """
    own = member.places(roles)
    paths = ("",) if own is None else own
    names = place_names(paths)
    return [Place(path, names[path], "") for path in paths]
