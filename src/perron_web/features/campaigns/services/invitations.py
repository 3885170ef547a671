"""Invitations: made, taken back, accepted; counted by the database, so that one place serves one person."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Invitation, InvitationUse, Membership
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.creation import grant_role
from perron_web.features.campaigns.services.members import NOT_YOURS
from perron_web.platform.access import Member, Role
from perron_web.platform.audit.services import record
from perron_web.platform.links import Links

LINKS = Links("perron.campaigns.invitation")
CLOSED = Words(
    "This invitation no longer opens anything: it has expired, has been used up or was taken back. Ask for "
    "another one.",
    "Cette invitation n’ouvre plus rien : elle a expiré, a déjà servi ou a été retirée. Demandez-en une "
    "autre.",
)


def invitation_token(invitation: Invitation) -> str:
    """Return the last part of an invitation's link; it is drawn from the site's key, not stored.

    Parameters
    ----------
    invitation : Invitation
        The invitation.

    Returns
    -------
    str
        Token.
    """
    return LINKS.token(invitation)


def find_invitation(*, token: str) -> Invitation | None:
    """Find the invitation behind a link, whatever its state.

    Parameters
    ----------
    token : str
        Last part of the link.

    Returns
    -------
    Invitation or None
        None when the link was not made here.
    """
    meant = LINKS.read(token)
    if meant is None:
        return None
    with scopes_disabled():
        return Invitation.objects.filter(**meant).select_related("campaign", "made_by").first()


@transaction.atomic
def make_invitation(
    *,
    member: Member,
    role: Role,
    place: str,
    expires_at: datetime,
    uses_allowed: int = 1,
    member_until: datetime | None = None,
    note: str = "",
) -> Invitation:
    """Make an invitation.

    Parameters
    ----------
    member : Member
        Who invites.
    role : Role
        Role given.
    place : str
        Materialised path; "" for the whole campaign.
    expires_at : datetime
        When the link stops opening.
    uses_allowed : int
        How many people may use it.
    member_until : datetime or None
        When the role given ends.
    note : str
        What the person who invites wants to remember of it.

    Returns
    -------
    Invitation
        The invitation.

    Raises
    ------
    PerronError
        The role is not below theirs, or the place not within their territory.
    """
    if not may_grant(member.grants, role, place):
        raise PerronError(NOT_YOURS)
    invitation: Invitation = Invitation.objects.create(
        campaign=member.campaign, role=role, place=place, expires_at=expires_at, uses_allowed=uses_allowed,
        member_until=member_until, note=note, made_by=member.user,
    )  # fmt: skip
    record(
        action="campaigns.invite", target=invitation, by=member.user, campaign=member.campaign,
        role=str(role), place=place, uses=uses_allowed,
    )  # fmt: skip
    return invitation


@transaction.atomic
def revoke_invitation(*, member: Member, invitation: Invitation) -> Invitation:
    """Take an invitation back: its link opens nothing from now on.

    Parameters
    ----------
    member : Member
        Who takes it back.
    invitation : Invitation
        The invitation.

    Returns
    -------
    Invitation
        The invitation, closed.

    Raises
    ------
    PerronError
        It is not theirs to take back.
    """
    if not may_grant(member.grants, Role(invitation.role), invitation.place):
        raise PerronError(NOT_YOURS)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(action="campaigns.revoke_invitation", target=invitation, by=member.user, campaign=member.campaign)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any) -> Membership:
    """Give the person the invitation's role; opening the same link again changes nothing.

    Parameters
    ----------
    invitation : Invitation
        The invitation.
    user : User
        Who accepts.

    Returns
    -------
    Membership
        The role given.

    Raises
    ------
    PerronError
        The invitation is closed, or its role was taken back from this person since.
    """
    if InvitationUse.objects.filter(invitation=invitation, user=user).exists():
        held = Membership.objects.in_force().filter(
            campaign=invitation.campaign, user=user, role=invitation.role, place=invitation.place
        )
        if (membership := held.first()) is not None:
            return membership
        raise PerronError(CLOSED)
    with scopes_disabled():
        counted = Invitation.objects.filter(
            pk=invitation.pk,
            revoked_at=None,
            expires_at__gt=timezone.now(),
            uses__lt=models.F("uses_allowed"),
        ).update(uses=models.F("uses") + 1)
    if not counted:
        raise PerronError(CLOSED)
    InvitationUse.objects.create(invitation=invitation, user=user)
    record(action="campaigns.accept_invitation", target=invitation, by=user, campaign=invitation.campaign)
    return grant_role(
        campaign=invitation.campaign, user=user, role=Role(invitation.role), place=invitation.place,
        by=invitation.made_by, until=invitation.member_until,
    )  # fmt: skip
