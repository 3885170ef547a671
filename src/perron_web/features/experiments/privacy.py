"""Which fields of experiments are personal: places and arms are not, who drew is."""

from perron_web.platform.privacy import Declared, Personal, plain

AUTHOR = Personal("who answers for a draw", "legitimate interest", "the end of the campaign", "anonymise")

FIELDS: dict[str, Declared] = {
    "Experiment": {
        **plain(
            "id", "campaign", "number", "name", "kind", "topic", "unit", "state", "design", "run", "power"
        ),
        **plain("registration", "registration_record", "frozen_at", "created_at", "closed_at", "note"),
        **dict.fromkeys(("frozen_by", "created_by"), AUTHOR),
    },
    "Draw": {
        **plain("id", "campaign", "experiment", "seed", "units_sha256", "assignment_sha256", "record"),
        **plain("record_hash", "previous", "folder", "sealed_at"),
        "sealed_by": AUTHOR,
    },
    "Unit": plain(
        *("id", "campaign", "place", "experiment", "key", "bureau", "address", "street", "order", "stratum"),
        *("cluster", "arm", "channels", "may_visit", "at"),
    ),
}
