"""The audit application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit lines."""

    name = "perron_web.platform.audit"
    label = "audit"
