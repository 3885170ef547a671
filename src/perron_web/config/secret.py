"""The site's secret key: given, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def secret_key(given: str, folder: Path) -> str:
    """Return the secret key.

    Parameters
    ----------
    given : str
        Key from the environment; empty when none was given.
    folder : Path
        Data folder where a key is kept, readable by its owner only.

    Returns
    -------
    str
        The key.
    """
    if given:
        return given
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key
