"""Which fields of canvassing are personal. A report tells of a door: no name, no opinion, no position."""

from perron_web.features.campaigns.rules.ending import PHONES_UNTIL, TOLD_UNTIL
from perron_web.platform.privacy import Declared, Personal, plain

ACCOUNT = "as long as the campaign is on the site, or until the person's account is erased"
WHO = Personal("who reported, to review and to thank", "legitimate interest", ACCOUNT, "anonymise")
PHONE = Personal("which phones may send reports", "legitimate interest", PHONES_UNTIL, "expire")
TOLD = Personal("what somebody agreed to tell at their door", "consent", TOLD_UNTIL, "expire", sensitive=True)
REACH = Personal("how somebody asked to be reached", "consent", TOLD_UNTIL, "expire", sensitive=True)
PROOF = Personal("proof of consent (GDPR 7(1))", "legal obligation", TOLD_UNTIL, "expire")
FIGURES = ("visits", "doors", "opened", "talked", "absent", "refused", "later", "unreachable", "never")

FIELDS: dict[str, Declared] = {
    "Phone": {
        **plain("id", "campaign"),
        **dict.fromkeys(("user", "token_hash", "label", "registered_at", "seen_at", "revoked_at"), PHONE),
    },
    "Report": {
        **plain("id", "campaign", "place", "kind", "source", "turf", "outing", "seq", "made_at"),
        **plain("received_at", "happened_at", "skewed", "address", "stair", "floor", "door", "outcome"),
        **plain("talked", "access", "away", "undoes", "detail", "digest", "aside"),
        "phone": WHO,
        "user": WHO,
    },
    "Batch": {
        **plain("id", "campaign", "kind", "received_at", "created", "seen", "conflicts", "refused"),
        **plain("turfs", "tallied"),
        "phone": WHO,
        "user": WHO,
    },
    "Conflict": {
        **plain("id", "campaign", "place", "report_id", "digest", "received_at", "resolved_at"),
        "body": TOLD,
        **dict.fromkeys(("phone", "user", "resolved_by"), WHO),
    },
    "Consent": {
        **plain("campaign", "report"),
        **dict.fromkeys(("text", "at", "opinion", "email", "phone", "sms"), PROOF),
        "by": WHO,
    },
    "Talk": {
        **plain("campaign", "report", "visit", "consent"),
        **dict.fromkeys(("support", "registration", "needs"), TOLD),
        **dict.fromkeys(("name", "email", "phone"), REACH),
    },
    "CanvassSettings": plain(
        *("id", "campaign", "ask_support", "ask_registration", "ask_needs", "ask_contact", "holding_hours"),
        *("public_counter", "rankings"),
    ),
    "ConsentText": plain("id", "campaign", "version", "text_fr", "text_en", "made_at"),
    "Review": {
        **plain("id", "campaign", "place", "outing", "turf", "reason", "count", "reports", "at", "lifted_at"),
        **dict.fromkeys(("phone", "by", "lifted_by"), WHO),
    },
    "Tally": {
        **plain("id", "campaign", "place", *FIGURES, "turf", "team", "hour", "source", "zone"),
        "user": WHO,
    },
    "TurfTally": plain("campaign", "place", *FIGURES, "turf", "planned", "conflicts", "first_at", "last_at"),
    "Pulse": plain("id", "campaign", "number"),
    "PlaceTally": plain("id", "campaign", "place", *FIGURES, "zone", "day"),
}
