"""The app whose scripts listen."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Streams."""

    name = "perron_web.platform.live"
    label = "live"
