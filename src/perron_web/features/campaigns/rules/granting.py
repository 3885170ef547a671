"""Who may give which role, and where: only roles below one's own, only within one's own territory."""

from collections.abc import Iterable, Mapping
from typing import Final

from perron_web.platform.access import EVERYONE, Grant, Role

BELOW: Final[Mapping[Role, frozenset[Role]]] = {
    Role.DIRECTOR: EVERYONE,
    Role.TERRITORY_LEAD: frozenset({Role.TEAM_LEADER, Role.TRAINER, Role.VOLUNTEER}),
    Role.TEAM_LEADER: frozenset({Role.VOLUNTEER}),
}
"""Roles that each role may give, change and take back."""


def may_grant(grants: Iterable[Grant], role: Role, place: str) -> bool:
    """Say whether someone may give a role on a place.

    Parameters
    ----------
    grants : iterable of Grant
        What the person holds.
    role : Role
        Role to be given.
    place : str
        Materialised path; "" for the whole campaign.

    Returns
    -------
    bool
        True when one of their own roles stands above, on a territory that holds the place.
    """
    return any(
        role in BELOW.get(grant.role, frozenset()) and place.startswith(grant.place) for grant in grants
    )


def grantable(grants: Iterable[Grant]) -> tuple[Role, ...]:
    """List the roles that someone may give somewhere.

    Parameters
    ----------
    grants : iterable of Grant
        What the person holds.

    Returns
    -------
    tuple of Role
        In the order of `Role`.
    """
    found = frozenset().union(*(BELOW.get(grant.role, frozenset()) for grant in grants))
    return tuple(role for role in Role if role in found)
