"""Invitations as their makers see them."""

from django.db import models

from perron_web.features.campaigns.models import Invitation


def invitations() -> models.QuerySet[Invitation]:
    """Return the invitations of the scope in force, the latest first.

    Returns
    -------
    QuerySet of Invitation
        With who made each.
    """
    rows: models.QuerySet[Invitation] = Invitation.objects.select_related("made_by")
    return rows
