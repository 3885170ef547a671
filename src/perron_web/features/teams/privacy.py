"""Which fields of teams are personal."""

from perron_web.features.campaigns.rules.ending import PRESENCES_UNTIL
from perron_web.platform.privacy import Declared, Personal, plain

ACCOUNT = "as long as the campaign is on the site, or until the person's account is erased"
ORGANISER = Personal("who to ask about an outing", "legitimate interest", ACCOUNT, "anonymise")
MEMBER = Personal("who goes out with whom; membership shows an opinion", "contract", ACCOUNT, sensitive=True)
PRESENCE = Personal("who goes out when, to form pairs and to thank", "contract", PRESENCES_UNTIL, "expire")

FIELDS: dict[str, Declared] = {
    "Team": {
        **plain("id", "campaign", "place", "name", "state", "meeting_name", "meeting_lon", "meeting_lat"),
        **plain("open", "goal_doors", "nonce", "created_at"),
        "leader": ORGANISER,
        "made_by": ORGANISER,
    },
    "TeamMember": {
        **plain("id", "campaign", "team"),
        **dict.fromkeys(("user", "state", "asked_at", "joined_at", "left_at"), MEMBER),
        "approved_by": ORGANISER,
    },
    "TeamMessage": {**plain("id", "campaign", "team", "text", "at"), "by": ORGANISER},
    "Outing": {
        **plain("id", "campaign", "place", "team", "title", "starts_at", "ends_at", "meeting_name"),
        **plain("meeting_lon", "meeting_lat", "places_max", "note", "state", "made_at"),
        "made_by": ORGANISER,
    },
    "OutingPerson": {
        **plain("id", "campaign", "outing"),
        **dict.fromkeys(("user", "answer", "pair", "present_at", "answered_at"), PRESENCE),
        "wants": Personal("who asked to go with whom, to form pairs", "contract", PRESENCES_UNTIL, "expire"),
    },
}
