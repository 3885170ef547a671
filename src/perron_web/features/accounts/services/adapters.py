"""What the login library asks of us: no open sign-up, our sender, our QR codes, secrets sealed at rest."""

import io
import logging
from functools import partial
from smtplib import SMTPException
from threading import Thread
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.services.secrets import seal, unseal

log = logging.getLogger("perron.accounts")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by invitation only."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("Ce code n’est pas le bon."),
        "too_many_login_attempts": _("Trop d’essais. Demandez un autre code dans quelques minutes."),
        "rate_limited": _("Trop de demandes. Réessayez dans quelques minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: an invitation opens an account, never a form."""
        del request
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return the subject after the site's name."""
        return f"{settings.SITE_NAME} – {subject}"

    def render_mail(self, *args: Any, **options: Any) -> Any:
        """Write an e-mail; a mail server gets it apart, since its delay would tell who has an account."""
        message = super().render_mail(*args, **options)
        if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            message.send = Thread(target=partial(_leave, message), name="mail").start
        return message


def _leave(message: Any) -> None:
    """Hand an e-mail to the mail server; whoever waits for it asks again."""
    try:
        type(message).send(message)
    except (OSError, SMTPException):
        log.exception("an e-mail of accounts did not leave")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps and passkeys."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "unverified_email": _("Entrez d’abord une fois par un code reçu à votre adresse e-mail."),
        "incorrect_code": _("Ce code n’est pas le bon."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text=text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(sealed=encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that the authenticator app shows."""
        return str(settings.SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code that the authenticator app reads."""
        buffer = io.BytesIO()
        segno.make(url, error="m").save(
            buffer, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False
        )
        return buffer.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's name
        """Propose a name for a new passkey."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Clé d’accès %(number)d") % {"number": number}
