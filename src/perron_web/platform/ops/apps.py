"""The application of the commands that run the site."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands, headers and the health page."""

    name = "perron_web.platform.ops"
    label = "ops"
