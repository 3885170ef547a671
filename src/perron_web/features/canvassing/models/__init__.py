"""Rows of canvassing: reports are only ever added; the rest is derived from them."""

from perron_web.features.canvassing.models.phones import Phone
from perron_web.features.canvassing.models.reports import Batch, Conflict, Report
from perron_web.features.canvassing.models.reviews import Review
from perron_web.features.canvassing.models.settings import CanvassSettings, ConsentText
from perron_web.features.canvassing.models.talks import Consent, Talk
from perron_web.features.canvassing.models.tallies import PlaceTally, Pulse, Tally, TurfTally

__all__ = [
    "Batch",
    "CanvassSettings",
    "Conflict",
    "Consent",
    "ConsentText",
    "Phone",
    "PlaceTally",
    "Pulse",
    "Report",
    "Review",
    "Talk",
    "Tally",
    "TurfTally",
]
