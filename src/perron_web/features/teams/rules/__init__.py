"""Who may do what with teams."""

from typing import Final

from perron_web.platform.access import EVERYONE, FIELD, Role
from perron_web.platform.access.roles import Roles

READ: Final[Roles] = EVERYONE
"""Who sees teams: each those of their own places and those they belong to."""
LEAD: Final[Roles] = FIELD
"""Who may look after a team: their own as its leader, those of their places as a lead or director."""
EDIT: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
"""Who approves, makes and changes the teams of a place."""
