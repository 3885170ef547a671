"""What follows when a second factor is added or taken away: other sessions end, the journal is told."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from perron_web.features.accounts.queries import SECOND_FACTORS
from perron_web.features.accounts.services.sessions import end_sessions
from perron_web.platform.audit.services import record


@receiver(authenticator_added, dispatch_uid="perron.factor_added")
def factor_added(*, request: HttpRequest, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
    """Take the new factor as just proven, and end the sessions opened before without it.

    Parameters
    ----------
    request : HttpRequest
        The request that added it.
    user : User
        Whose account.
    authenticator : Authenticator
        The factor.
    **_rest : Any
        What else the library says.
    """
    record(action="accounts.add_factor", target=user, by=user, kind=authenticator.type)
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)
        end_sessions(user=user, by=user, keep=request.session.session_key or "")


@receiver(authenticator_removed, dispatch_uid="perron.factor_removed")
def factor_removed(*, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
    """Tell the journal.

    Parameters
    ----------
    user : User
        Whose account.
    authenticator : Authenticator
        The factor taken away.
    **_rest : Any
        What else the library says.
    """
    record(action="accounts.remove_factor", target=user, by=user, kind=authenticator.type)
