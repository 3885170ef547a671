"""The design application."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Design system."""

    name = "perron_web.platform.design"
    label = "design"
