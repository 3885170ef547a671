"""Writing audit lines, in the transaction of the change that they tell."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django_scopes import get_scope

from perron_web.platform.audit.models import AuditLine

KEPT: Final = timedelta(days=365)
"""How long the journal is kept."""


def record(
    *, action: str, target: models.Model | str = "", by: Any = None, campaign: Any = None, **details: Any
) -> AuditLine:
    """Write one audit line.

    Parameters
    ----------
    action : str
        Feature and verb, such as "turfs.merge".
    target : Model or str
        Object changed; stored as "app.Model:id".
    by : User or None
        Who did it; None for the system.
    campaign : Campaign or None
        Campaign concerned; the scope in force when not given.
    **details : Any
        Identifiers and figures, never names or contacts.

    Returns
    -------
    AuditLine
        The line written.
    """
    return AuditLine.objects.create(
        campaign=campaign or get_scope().get("campaign"),
        by=None if by is None or isinstance(by, AnonymousUser) else by,
        action=action,
        target=f"{target._meta.label}:{target.pk}" if isinstance(target, models.Model) else target,
        details=details,
    )


def purge_lines(*, now: datetime) -> int:
    """Delete audit lines past their term of twelve months.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        How many lines went.
    """
    return AuditLine.objects.filter(at__lt=now - KEPT).delete()[0]
