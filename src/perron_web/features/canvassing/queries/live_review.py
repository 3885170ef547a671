"""How many walks of the last day should be looked at: counted when asked, kept a minute."""

import hashlib
from typing import Final

from django.core.cache import cache
from django_scopes import get_scope

from perron_web.features.canvassing.queries.review import board
from perron_web.platform.hidden import hidden_mark

SECONDS: Final = 60
DAYS: Final = 1


def to_review() -> int:
    """Count the flagged walks of the places in scope.

    Returns
    -------
    int
        Walks of the last day with a flag.
    """
    found = get_scope()
    about = f"{found['campaign'].pk} {found['places']} {hidden_mark()}"
    key = f"to-review-{hashlib.sha256(about.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = board(days=DAYS).flagged
        cache.set(key, kept, SECONDS)
    return int(kept)
