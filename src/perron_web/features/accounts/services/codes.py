"""Sending a login code, within the library's limits of how often."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import HttpRequest


def send_code(*, request: HttpRequest, email: str) -> bool:
    """Send a login code to an address that has an account.

    Parameters
    ----------
    request : HttpRequest
        The visitor's request; the code is bound to its session.
    email : str
        Address.

    Returns
    -------
    bool
        False when codes were asked for too often.
    """
    form = RequestLoginCodeForm({"email": email.strip().lower()})
    if not form.is_valid():
        return False
    LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=form.cleaned_data["email"])  # noqa: SLF001 - the library's own way
    return True
