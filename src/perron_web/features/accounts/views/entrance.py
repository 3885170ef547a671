"""The library's login pages, declared to the access matrix, with the demo's people where it is on."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from perron_web.features.accounts.queries import demo_people
from perron_web.features.accounts.services.demo import demo_allowed
from perron_web.platform.access import public, signed_in


class LoginView(account.RequestLoginCodeView):  # type: ignore[misc]
    """The one login page: an address for a code, or a passkey."""

    template_name = "accounts/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invented people when the demo is on."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        if demo_allowed(request=self.request):
            found["people"] = [
                (user.email.partition("@")[0], user.name or user.email) for user in demo_people()
            ]
        return found


def named_host_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say so instead of failing where the site is reached by an IP address: passkeys are bound to a name."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            ip_address(request.get_host().rpartition(":")[0].strip("[]") or request.get_host())
        except ValueError:
            return view(request, *args, **kwargs)
        messages.error(
            request, _("Les clés d’accès demandent un nom de domaine, ou localhost, dans l’adresse.")
        )
        return redirect("mfa_index")

    return guarded


login = public("GET", "POST")(LoginView.as_view())
code = public("GET", "POST")(account.confirm_login_code)
second_factor = public("GET", "POST")(mfa.authenticate)
passkey_login = public("GET", "POST")(webauthn.login_webauthn)
logout = public("GET", "POST")(account.logout)
inactive = public("GET")(account.account_inactive)

confirm = signed_in("GET", "POST")(mfa.reauthenticate)
confirm_passkey = signed_in("GET", "POST")(webauthn.reauthenticate_webauthn)

start_totp = signed_in("GET", "POST")(totp.activate_totp)
stop_totp = signed_in("GET", "POST")(totp.deactivate_totp)

passkeys = signed_in("GET")(webauthn.list_webauthn)
add_passkey = signed_in("GET", "POST")(named_host_only(webauthn.add_webauthn))
rename_passkey = signed_in("GET", "POST")(webauthn.edit_webauthn)
remove_passkey = signed_in("GET", "POST")(webauthn.remove_webauthn)

recovery_codes = signed_in("GET")(recovery.view_recovery_codes)
new_recovery_codes = signed_in("GET", "POST")(recovery.generate_recovery_codes)
download_recovery_codes = signed_in("GET")(recovery.download_recovery_codes)
