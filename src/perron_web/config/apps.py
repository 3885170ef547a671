"""The application of the commands that put the features together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The demo and the first start."""

    name = "perron_web.config"
    label = "config"
