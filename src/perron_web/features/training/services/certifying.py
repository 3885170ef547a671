"""Certificates: given, taken back; a trained person allowed to train."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.members import give_role, revoke_role
from perron_web.features.training.models import Branch, Certificate, Module, Session
from perron_web.features.training.services.cascade import grow_tree, prune_tree
from perron_web.platform.access import Member, Role
from perron_web.platform.audit.services import record

NOT_ABLE = Words(
    "Only somebody whose certificate says so may train.",
    "Seule une personne dont le certificat le prévoit peut former.",
)


@transaction.atomic
def certify(
    *,
    campaign: Any,
    module: Module,
    user: Any,
    place: str,
    trained_by: Any = None,
    session: Session | None = None,
    at: datetime | None = None,
    by: Any = None,
) -> Certificate:
    """Give a person the certificate of a module, and put them in the tree.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    module : Module
        What they completed.
    user : User
        Who completed it.
    place : str
        Where they were trained.
    trained_by : User or None
        Who trained them.
    session : Session or None
        Where it was.
    at : datetime or None
        When; now by default.
    by : User or None
        Who gives it.

    Returns
    -------
    Certificate
        The certificate; the one they held already, if any.
    """
    held = Certificate.every.filter(module=module, user=user, revoked_at=None).first()
    if held is not None:
        return held  # type: ignore[no-any-return]
    made: Certificate = Certificate.objects.create(
        campaign=campaign, module=module, user=user, place=place, session=session, trained_by=trained_by,
        may_train=module.may_train, at=at or timezone.now(),
    )  # fmt: skip
    branch = grow_tree(certificate=made)
    made.generation = branch.generation
    made.save(update_fields=["generation"])
    record(action="training.certify", target=made, by=by, campaign=campaign, module=module.pk)
    return made


@transaction.atomic
def revoke_certificate(*, member: Member, certificate: Certificate) -> Certificate:
    """Take a certificate back; whoever may train by no other one no longer does.

    Parameters
    ----------
    member : Member
        Who takes it back.
    certificate : Certificate
        The certificate.

    Returns
    -------
    Certificate
        The certificate, ended.
    """
    if certificate.revoked_at is None:
        certificate.revoked_at = timezone.now()
        certificate.save(update_fields=["revoked_at"])
        prune_tree(certificate=certificate)
        record(
            action="training.revoke_certificate", target=certificate, by=member.user, campaign=member.campaign
        )
        if certificate.may_train:
            _stop_training(member, certificate)
    return certificate


def _stop_training(member: Member, certificate: Certificate) -> None:
    left = Certificate.every.filter(user=certificate.user_id, may_train=True, revoked_at=None)
    if left.exists():
        return
    held = Membership.objects.in_force().filter(
        campaign=member.campaign, user=certificate.user_id, role=Role.TRAINER
    )
    for one in held:
        if may_grant(member.grants, Role.TRAINER, one.place):
            revoke_role(member=member, membership=one)


@transaction.atomic
def let_train(*, member: Member, branch: Branch) -> Membership:
    """Give a trained person the role of trainer, on the place where they were trained.

    Parameters
    ----------
    member : Member
        Who lets them.
    branch : Branch
        The person in the tree.

    Returns
    -------
    Membership
        The role given.

    Raises
    ------
    PerronError
        None of their certificates allows it, or the place is not the member's.
    """
    if not branch.may_train:
        raise PerronError(NOT_ABLE)
    role = give_role(member=member, user=branch.user, role=Role.TRAINER, place=branch.place)
    record(action="training.let_train", target=branch, by=member.user, campaign=member.campaign)
    return role
