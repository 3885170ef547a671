"""Who may open which page: declared on every view, enforced there, read by the generated access matrix."""

from perron_web.platform.access.declare import Access, allow, public, signed_in
from perron_web.platform.access.members import CampaignRequest, Grant, Member
from perron_web.platform.access.roles import DESK, EVERYONE, FIELD, HQ, Role

__all__ = [
    "DESK",
    "EVERYONE",
    "FIELD",
    "HQ",
    "Access",
    "CampaignRequest",
    "Grant",
    "Member",
    "Role",
    "allow",
    "public",
    "signed_in",
]
