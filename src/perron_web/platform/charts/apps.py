"""The app whose static files give charts their colours."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Charts."""

    name = "perron_web.platform.charts"
    label = "charts"
