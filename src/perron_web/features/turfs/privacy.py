"""Which fields of turfs are personal: places and doors are not, who edited is."""

from perron_web.platform.privacy import Declared, Personal, plain

HOLDER = Personal(
    "who walks a turf, so that nobody else does", "contract", "the end of the campaign", "anonymise"
)

FIELDS: dict[str, Declared] = {
    "Turf": plain(
        *(
            "id",
            "campaign",
            "place",
            "run",
            "bureau",
            "number",
            "code",
            "doors",
            "stops",
            "minutes",
            "walk_m",
        ),
        *("one_piece", "outings", "line", "lon", "lat", "state", "team", "version", "edited", "retired"),
        "left_alone",
    ),
    "Stop": plain(
        *("id", "campaign", "turf", "order", "address", "key", "number", "suffix", "street", "floor_from"),
        *("floor_to", "lon", "lat", "doors", "minutes", "estimated", "parts"),
    ),
    "Edit": {
        **plain("id", "campaign", "place", "run", "bureau", "kind", "before", "after", "undone", "at"),
        "by": Personal(
            "who to ask about a change", "legitimate interest", "the end of the campaign", "anonymise"
        ),
    },
    "Holding": {
        **plain("id", "campaign", "place", "turf", "team", "outing", "pair", "code", "on_paper"),
        **plain("taken_at", "expires_at", "pack_at", "started_at", "ended_at", "end"),
        **dict.fromkeys(("holder", "partner", "given_by"), HOLDER),
    },
}
