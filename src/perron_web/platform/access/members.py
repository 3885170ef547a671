"""A person in a campaign: the roles they hold and where."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest

from perron_web.platform.access.roles import DESK, Role, Roles
from perron_web.platform.hidden import Hidden


@dataclass(frozen=True)
class Grant:
    """One role on one place ("" is the whole campaign)."""

    role: Role
    place: str


@dataclass(frozen=True)
class Member:
    """A person in a campaign, with every role in force today."""

    user: Any
    campaign: Any
    grants: tuple[Grant, ...]
    protected: bool = True
    """Whether the account has a second factor."""

    @cached_property
    def roles(self) -> Roles:
        """Roles held anywhere in the campaign."""
        return frozenset(grant.role for grant in self.grants)

    def places(self, roles: Roles) -> tuple[str, ...] | None:
        """Return where the person holds one of these roles.

        Parameters
        ----------
        roles : frozenset of Role
            Roles that count.

        Returns
        -------
        tuple of str or None
            Materialised paths; None for the whole campaign; empty when the person holds none of the roles.
        """
        found = tuple(dict.fromkeys(grant.place for grant in self.grants if grant.role in roles))
        return None if "" in found else found

    def may(self, roles: Roles) -> bool:
        """Say whether the person holds one of these roles somewhere.

        Parameters
        ----------
        roles : frozenset of Role
            Roles that count.

        Returns
        -------
        bool
            True when at least one is held.
        """
        return bool(self.roles & roles)


def scope_of(member: Member, roles: Roles) -> dict[str, Any]:
    """Return the scope in which a person works: their campaign and places, without control groups.

    Parameters
    ----------
    member : Member
        The person.
    roles : frozenset of Role
        Roles that open what is asked for.

    Returns
    -------
    dict
        What `django_scopes.scope` takes. Those who plan see who is left alone; to nobody else is it there.
    """
    places = member.places(roles)
    hidden = None if member.may(DESK) else Hidden(member.campaign, places)
    return {"campaign": member.campaign, "places": places, "hidden": hidden}


class CampaignRequest(HttpRequest):
    """A request that `allow` has let through."""

    campaign: Any
    member: Member


def as_campaign_request(request: HttpRequest, member: Member) -> CampaignRequest:
    """Attach the campaign and the member to a request.

    Parameters
    ----------
    request : HttpRequest
        The request.
    member : Member
        The person, in the campaign of the address.

    Returns
    -------
    CampaignRequest
        The same request.
    """
    known = cast("CampaignRequest", request)
    known.campaign, known.member = member.campaign, member
    return known
