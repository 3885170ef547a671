"""Taking in reports: each stored once, whatever the network and the clocks did, and its receipt with it."""

from perron_web.features.canvassing.services.receiving.receive import Answer, receive_reports

__all__ = ["Answer", "receive_reports"]
