"""Which fields of evaluation are personal: counts are not, who brought them is."""

from perron_web.platform.privacy import Declared, Personal, plain

AUTHOR = Personal("whom to ask about a figure", "legitimate interest", "the end of the campaign", "anonymise")

FIELDS: dict[str, Declared] = {
    "CountSheet": {
        **plain(
            "id", "campaign", "election", "unit", "source", "sha256", "rows", "received_at", "expires_at"
        ),
        "received_by": AUTHOR,
    },
    "Count": plain(
        "id", "campaign", "place", "sheet", "bureau", "key", "registered", "voters", "valid", "votes"
    ),
    "Evaluation": {
        **plain("id", "campaign", "number", "name", "experiment", "state", "parameters", "inputs", "seed"),
        **plain("version", "folder", "summary", "created_at", "ended_at", "seconds", "job"),
        "created_by": AUTHOR,
    },
    "PooledResult": {
        **plain("id", "campaign", "name", "source", "content", "sha256", "added_at"),
        "added_by": AUTHOR,
    },
}
