"""Who shares out the remaining hours again, and from what."""

from datetime import timedelta
from typing import Final

from perron_web.platform.access import DESK, Role
from perron_web.platform.access.roles import Roles

LOOK: Final[Roles] = DESK
"""Who sees what a new sharing out would change: each in their own places."""
ACCEPT: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
TURFS: Final = 3000
"""Turfs, the latest walked, on whose reports the pace is measured."""
MOST: Final = 250_000
"""Reports read for it."""
AGE: Final = timedelta(days=45)
"""How far back."""
