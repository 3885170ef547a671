"""Which stored fields of campaigns are personal: why, on what ground, until when, how erased."""

from perron_web.platform.privacy import Personal, plain

MEMBER = Personal(
    "who may see and do what in the campaign; membership shows an opinion",
    "contract",
    "until the campaign is erased",
    sensitive=True,
)

FIELDS = {
    "Campaign": plain("id", "name", "slug", "accent", "modules_off", "demo", "created_at"),
    "Election": plain(
        "id", "campaign", "kind", "name", "first_round", "second_round", "time_zone", "votes_on_saturday"
    ),
    "Membership": {
        **plain("id", "campaign", "role", "place", "since", "until", "revoked_at"),
        "user": MEMBER,
    },
    "BlocChoice": plain("id", "campaign", "election", "choice", "nuance", "side", "family"),
    "Invitation": {
        **plain("id", "campaign", "place", "role", "nonce", "note", "made_at", "expires_at", "member_until"),
        **plain("uses_allowed", "uses", "revoked_at"),
        "made_by": Personal(
            "who answers for the invitation", "contract", "until the campaign is erased", "anonymise"
        ),
    },
    "InvitationUse": {**plain("id", "invitation", "at"), "user": MEMBER},
}
