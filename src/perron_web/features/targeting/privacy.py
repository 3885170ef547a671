"""Which stored fields of targeting are personal: only who asked for a run; the rest is about bureaux."""

from perron_web.platform.privacy import Personal, plain

ASKED_BY = Personal(
    "who asked for or adopted a plan", "legitimate interest", "until the run is deleted", "anonymise"
)
INTERVALS = ("turnout", "support", "intermittent", "mobilisation", "persuasion", "registration")

FIELDS = {
    "Run": {
        **plain(
            "id", "campaign", "number", "name", "state", "parameters", "inputs", "seed", "version", "code"
        ),
        **plain(
            "folder", "files", "basis", "summary", "notes", "credits", "created_at", "ended_at", "seconds"
        ),
        **plain("job", "repeats", "adopted", "adopted_at", "deleted_at"),
        "created_by": ASKED_BY,
        "adopted_by": ASKED_BY,
    },
    "Score": {
        **plain("id", "campaign", "place", "run", "bureau", "code", "name", "territory", "registered"),
        **plain(*(f"{name}{end}" for name in INTERVALS for end in ("", "_low", "_high"))),
        **plain("votes_per_hour", "votes_per_hour_low", "votes_per_hour_high", "index_2012", "top", "rank"),
        **plain("priority", "weak", "held_out", "stratum", "outings", "hours", "doors", "votes", "votes_low"),
        **plain("votes_high", "reasons"),
    },
}
