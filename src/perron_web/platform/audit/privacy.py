"""Which stored fields of the audit journal are personal."""

from perron_web.platform.privacy import Personal, plain

FIELDS = {
    "AuditLine": {
        **plain("id", "campaign", "at", "action", "target", "details"),
        "by": Personal("who changed what, for internal control", "legal obligation", "one year", "anonymise"),
    },
}
