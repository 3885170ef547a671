"""How a visitor comes in by a link: a name, an address, and the code that proves it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from perron_web.features.accounts.forms import JoinForm
from perron_web.features.accounts.services.codes import send_code
from perron_web.features.accounts.services.profile import open_account
from perron_web.platform.words import language


def let_in(request: HttpRequest, form: JoinForm) -> HttpResponse | None:
    """Open an account and send its code, then come back here; None when the form is to be shown again."""
    if not form.is_valid():
        return None
    email = form.cleaned_data["email"]
    open_account(email=email, name=form.cleaned_data["name"], language=language())
    if send_code(request=request, email=email):
        confirm = reverse("account_confirm_login_code")
        return redirect(f"{confirm}?{urlencode({'next': request.path})}")
    form.add_error("email", _("Trop de codes ont été demandés : réessayez dans quelques minutes."))
    return None
