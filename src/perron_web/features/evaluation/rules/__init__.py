"""Who reads evaluations, and the term of counts taken from turnout lists."""

from typing import Final

from perron_web.platform.access import DESK, HQ
from perron_web.platform.access.roles import Roles

READ: Final[Roles] = DESK
"""Who reads: those who plan."""
WRITE: Final[Roles] = HQ
"""Who brings counts in, computes, pools: those who see the whole campaign."""
MODULE: Final = "measure"
