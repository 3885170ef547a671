"""The dashboard application."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """First page of a campaign."""

    name = "perron_web.features.dashboard"
    label = "dashboard"
