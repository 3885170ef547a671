"""Which fields of teams are personal."""

from perron_web.platform.privacy import Declared, Personal, plain

FIELDS: dict[str, Declared] = {
    "Team": {
        **plain(
            "id", "campaign", "place", "name", "meeting_name", "meeting_lon", "meeting_lat", "created_at"
        ),
        "leader": Personal(
            "who to ask about an outing", "legitimate interest", "the end of the campaign", "anonymise"
        ),
    },
}
