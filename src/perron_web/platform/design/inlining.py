"""Static files written into a page, for a first visit on a slow network, and their content policy."""

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NamedTuple

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.utils.safestring import SafeString, mark_safe

BESIDE: Final = re.compile(r"""url\(["']?(?!data:|/|https?:)([^"')]+)["']?\)""")
COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class Written(NamedTuple):
    """Static files as a page holds them."""

    tag: SafeString
    """The element, for the template."""
    source: str
    """What the content policy must name for it: `'sha256-…'`."""


def written(element: Literal["script", "style"], names: Iterable[str]) -> Written:
    """Return style sheets or scripts as one element of a page, with addresses that hold on any page.

    Parameters
    ----------
    element : {"script", "style"}
        What they are.
    names : iterable of str
        Names of static files, in order.

    Returns
    -------
    Written
        The element and its source: made together, so that the policy lets in exactly this text.
    """
    read = _text if settings.DEBUG else _kept
    text = "".join(read(name, _stored(name)) for name in names)
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Written(mark_safe(f"<{element}>{text}</{element}>"), f"'sha256-{digest}'")  # noqa: S308 - our own files


def _stored(name: str) -> str:
    """Return the name of this version of a file."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        return str(staticfiles_storage.stored_name(name))
    return name


def _text(name: str, stored: str) -> str:
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        text = Path(staticfiles_storage.path(stored)).read_text(encoding="utf-8")
    else:
        text = Path(str(find(name))).read_text(encoding="utf-8")
    if not name.endswith(".css"):
        return text

    def standing(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
        return f'url("{settings.STATIC_URL}{path}")'

    return BESIDE.sub(standing, COMMENT.sub("", text))


_kept = cache(_text)
