"""Secrets of authenticator apps, encrypted at rest with a key drawn from the site's secret key."""

import base64
import hashlib
import hmac
from collections.abc import Iterator

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"perron.accounts.second-factor"


def _keys() -> Iterator[Fernet]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        drawn = hmac.new(force_bytes(secret), PURPOSE, hashlib.sha256).digest()
        yield Fernet(base64.urlsafe_b64encode(drawn))


def seal(*, text: str) -> str:
    """Encrypt a short secret.

    Parameters
    ----------
    text : str
        Secret.

    Returns
    -------
    str
        Sealed text, different each time.
    """
    return MultiFernet(list(_keys())).encrypt(text.encode()).decode()


def unseal(*, sealed: str) -> str:
    """Decrypt what `seal` wrote, also after the secret key has been changed with the old one as a fallback.

    Parameters
    ----------
    sealed : str
        Sealed text.

    Returns
    -------
    str
        The secret.
    """
    return MultiFernet(list(_keys())).decrypt(sealed.encode()).decode()
