"""Which stored fields of territory are personal: why, on what ground, until when, how erased."""

from perron_web.platform.privacy import Personal, plain

WHO = Personal("who brought the data", "legitimate interest", "as long as the campaign", "anonymise")
ELECTORS = Personal(
    "weighing the doors of an address; never shown, since an address with one elector is close to a person",
    "legitimate interest",
    "the end of the campaign",
    "expire",
)
IMPORTED = ("id", "campaign", "place", "made_by", "retired_by", "dataset")
FIELDS = {
    "Territory": plain("id", "campaign", "path", "level", "code", "name"),
    "BoundarySet": plain("id", "campaign", "year", "name", "current", "made_by", "retired_by"),
    "Bureau": plain(
        "id", "campaign", "place", "boundary_set", "dataset", "code", "number", "name", "commune",
        "commune_name", "lon", "lat", "west", "south", "east", "north", "shape", "registered", "doors",
    ),
    "Dataset": plain(
        "id", "campaign", "kind", "name", "election", "year", "boundary_year", "sha256", "table", "extra",
        "file_sha256", "rows", "choices", "source", "licence", "active", "imported_by", "retired_by",
    ),
    "Import": {
        **plain("id", "campaign", "state", "job", "report", "summary"),
        **plain("created_at", "applied_at", "reverted_at"),
        "by": WHO,
    },
    "ImportFile": plain(
        "id", "campaign", "of", "name", "stored", "size", "sha256", "state", "format", "kind", "election",
        "commune", "year", "source", "licence", "rows", "preview", "notes", "error", "tables",
    ),
    "ResultMatch": {**plain("id", "campaign", "of", "election", "found", "bureau", "at"), "by": WHO},
    "ElectionResult": plain(
        *IMPORTED, "bureau", "election", "registered", "voters", "blank", "invalid", "valid", "votes",
        "estimated",
    ),
    "Address": {
        **plain(*IMPORTED, "bureau", "key", "number", "suffix", "street", "lon", "lat", "doors", "estimated"),
        "electors": ELECTORS,
    },
}  # fmt: skip
