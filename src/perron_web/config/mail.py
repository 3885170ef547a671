"""How e-mail leaves: through a server named by its address, or onto the terminal."""

from typing import Any
from urllib.parse import unquote, urlsplit

from perron_web.config.env import SettingError

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_S = 10


def mail(address: str) -> dict[str, Any]:
    """Return Django's settings of e-mail.

    Parameters
    ----------
    address : str
        `smtp://user:password@host:587` (STARTTLS; `?plain=1` for a server on the same machine without it),
        `smtps://user:password@host:465`, `file:///folder` to keep each e-mail as a file, for trials,
        or empty: e-mails are printed in the terminal.

    Returns
    -------
    dict
        Settings by name.

    Raises
    ------
    SettingError
        When the address is of another kind.
    """
    backend = "django.core.mail.backends"
    if not address:
        return {"EMAIL_BACKEND": f"{backend}.console.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{backend}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingError(f"PERRON_EMAIL: expected smtp://… or smtps://…, found {parts.scheme}://")
    return {
        "EMAIL_BACKEND": f"{backend}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and "plain=1" not in parts.query,
        "EMAIL_TIMEOUT": TIMEOUT_S,
    }
