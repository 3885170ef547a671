"""Who may do what with teams."""

from typing import Final

from perron_web.platform.access import DESK, FIELD, Role
from perron_web.platform.access.roles import Roles

READ: Final[Roles] = DESK | FIELD
"""Who sees teams: each in their own places."""
EDIT: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
"""Who makes and changes teams."""
