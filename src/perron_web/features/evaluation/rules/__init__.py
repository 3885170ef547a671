"""Who reads evaluations, and the term of counts taken from turnout lists."""

from typing import Final

from perron_web.platform.access import DESK, HQ
from perron_web.platform.access.roles import Roles

READ: Final[Roles] = DESK
"""Who reads what was found: those who plan."""
WRITE: Final[Roles] = HQ
"""Who brings counts in, computes, pools: those who see the whole campaign."""
WHOLE: Final[Roles] = HQ
"""Who takes files that name units of every territory: those who see the whole campaign."""
MODULE: Final = "measure"
