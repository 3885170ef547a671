"""Typed settings from the environment; each is declared once, with its purpose, and documented from there."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Declared:
    """One setting that an administrator may give."""

    name: str
    default: str
    purpose: str


DECLARED: list[Declared] = []
"""Every setting read so far, in order; docs/reference/settings.md is printed from it."""


class SettingError(SystemExit):
    """A setting that cannot be used; says which, and what was expected."""


def text(name: str, default: str, purpose: str) -> str:
    """Read a text; `<NAME>_FILE` may name a file that holds it (a secret, say).

    Parameters
    ----------
    name : str
        Environment variable.
    default : str
        Value when it is not given.
    purpose : str
        What it is for, in one line.

    Returns
    -------
    str
        The value.
    """
    DECLARED.append(Declared(name, default, purpose))
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
    return os.environ.get(name, default)


def flag(name: str, purpose: str, *, default: bool = False) -> bool:
    """Read a switch: 1, 0, yes, no, true, false, oui, non.

    Parameters
    ----------
    name : str
        Environment variable.
    purpose : str
        What it is for, in one line.
    default : bool
        Value when it is not given.

    Returns
    -------
    bool
        The value.
    """
    found = text(name, "1" if default else "0", purpose).lower()
    if found in {"1", "yes", "true", "oui", "on"}:
        return True
    if found in {"0", "no", "false", "non", "off", ""}:
        return False
    raise SettingError(f"{name}: expected 1 or 0, found {found!r}")


def whole(name: str, default: int, purpose: str) -> int:
    """Read a whole number.

    Parameters
    ----------
    name : str
        Environment variable.
    default : int
        Value when it is not given.
    purpose : str
        What it is for, in one line.

    Returns
    -------
    int
        The value.
    """
    found = text(name, str(default), purpose)
    try:
        return int(found)
    except ValueError as error:
        raise SettingError(f"{name}: expected a whole number, found {found!r}") from error


def many(name: str, default: str, purpose: str) -> list[str]:
    """Read a list separated by commas.

    Parameters
    ----------
    name : str
        Environment variable.
    default : str
        Value when it is not given.
    purpose : str
        What it is for, in one line.

    Returns
    -------
    list of str
        The values, without the empty ones.
    """
    return [part.strip() for part in text(name, default, purpose).split(",") if part.strip()]
