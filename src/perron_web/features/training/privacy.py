"""Which fields of training are personal."""

from perron_web.features.campaigns.rules.ending import PRESENCES_UNTIL
from perron_web.platform.privacy import Declared, Personal, plain

ACCOUNT = "as long as the campaign is on the site, or until the person's account is erased"
TRAINER = Personal("whom to ask about a session", "legitimate interest", ACCOUNT, "anonymise")
TRAINED = Personal(
    "who was trained, to send people out ready; membership shows an opinion",
    "contract",
    ACCOUNT,
    sensitive=True,
)

CAME = Personal(
    "who signed up and came, to give certificates and to know what trainings are worth",
    "contract",
    PRESENCES_UNTIL,
    "expire",
    sensitive=True,
)

FIELDS: dict[str, Declared] = {
    "Module": plain(
        *("id", "campaign", "code", "title", "summary", "minutes", "material", "may_train", "position"),
        "retired",
    ),
    "Session": {
        **plain("id", "campaign", "place", "module", "starts_at", "ends_at", "meeting_name", "meeting_lon"),
        **plain("meeting_lat", "places_max", "note", "nonce", "state", "made_at"),
        "trainer": TRAINER,
    },
    "Attendance": {
        **plain("id", "campaign", "session"),
        **dict.fromkeys(("user", "seat", "signed_up_at", "checked_in_at", "source"), CAME),
    },
    "Certificate": {
        **plain("id", "campaign", "place", "module", "session", "generation"),
        **dict.fromkeys(("user", "may_train", "at", "revoked_at"), TRAINED),
        "trained_by": TRAINER,
    },
    "Branch": {
        **plain("id", "campaign", "place", "parent", "generation", "direct", "below"),
        **dict.fromkeys(("user", "since", "standing", "may_train"), TRAINED),
    },
    "TrainingGoal": plain(
        "id", "campaign", "trainers", "mobilisers", "volunteers", "by_date", "first_outing_days"
    ),
}
