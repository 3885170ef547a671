"""Roles changed and taken back; a person who loses one is logged out everywhere at once, phones included."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.accounts.services.sessions import end_sessions
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.queries.people import is_last_director
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.creation import grant_role
from perron_web.platform.access import Member, Role
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire

NOT_YOURS = Words(
    "You may only give and take back roles below yours, within your territory.",
    "Vous ne pouvez donner ou retirer que des rôles au-dessous du vôtre, sur votre territoire.",
)
LAST_DIRECTOR = Words(
    "A campaign keeps at least one director: name another one first.",
    "Une campagne garde au moins une direction : nommez-en d’abord une autre.",
)


@transaction.atomic
def give_role(
    *, member: Member, user: Any, role: Role, place: str, until: datetime | None = None
) -> Membership:
    """Give a person a role, as a member of the campaign may.

    Parameters
    ----------
    member : Member
        Who gives it.
    user : User
        Who receives it.
    role : Role
        The role.
    place : str
        Materialised path.
    until : datetime or None
        When it ends.

    Returns
    -------
    Membership
        The role given.

    Raises
    ------
    PerronError
        The role is not below theirs, or the place not within their territory.
    """
    if not may_grant(member.grants, role, place):
        raise PerronError(NOT_YOURS)
    return grant_role(
        campaign=member.campaign, user=user, role=role, place=place, by=member.user, until=until
    )


@transaction.atomic
def revoke_role(*, member: Member, membership: Membership) -> Membership:
    """Take a role back; the person's sessions end at once.

    Parameters
    ----------
    member : Member
        Who takes it back.
    membership : Membership
        The role.

    Returns
    -------
    Membership
        The role, ended.

    Raises
    ------
    PerronError
        It is not theirs to take, or it is the last director's.
    """
    if not may_grant(member.grants, Role(membership.role), membership.place):
        raise PerronError(NOT_YOURS)
    if is_last_director(membership):
        raise PerronError(LAST_DIRECTOR)
    membership.revoked_at = timezone.now()
    membership.save(update_fields=["revoked_at"])
    end_sessions(user=membership.user, by=member.user)
    fire("member_changed", user=membership.user, campaign=member.campaign)
    record(action="campaigns.revoke_role", target=membership, by=member.user, campaign=member.campaign)
    return membership


@transaction.atomic
def change_role(
    *, member: Member, membership: Membership, role: Role, place: str, until: datetime | None
) -> Membership:
    """Change a role, its place or its end.

    Parameters
    ----------
    member : Member
        Who changes it.
    membership : Membership
        The role held.
    role : Role
        The role from now on.
    place : str
        Its place.
    until : datetime or None
        Its end.

    Returns
    -------
    Membership
        The role, changed.

    Raises
    ------
    PerronError
        The old or the new role is not theirs to give, or the last director would go.
    """
    old, new = Role(membership.role), role
    if not (may_grant(member.grants, old, membership.place) and may_grant(member.grants, new, place)):
        raise PerronError(NOT_YOURS)
    stays = (new, place, until) == (Role.DIRECTOR, "", None)
    if is_last_director(membership) and not stays:
        raise PerronError(LAST_DIRECTOR)
    narrower = (old, membership.place) != (new, place)
    membership.role, membership.place, membership.until = new, place, until
    membership.save(update_fields=["role", "place", "until"])
    if narrower:
        end_sessions(user=membership.user, by=member.user)
    fire("member_changed", user=membership.user, campaign=member.campaign)
    record(
        action="campaigns.change_role", target=membership, by=member.user, campaign=member.campaign,
        role=str(new), place=place,
    )  # fmt: skip
    return membership
