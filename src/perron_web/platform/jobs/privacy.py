"""Which stored fields of jobs are personal."""

from perron_web.platform.privacy import Personal, plain

FIELDS = {
    "Job": {
        **plain("id", "campaign", "kind", "title", "arguments", "state", "message", "back_to"),
        **plain("created_at", "started_at", "ended_at", "cancel_asked"),
        "by": Personal(
            "who asked for the work", "legitimate interest", "until the campaign is erased", "anonymise"
        ),
    },
}
