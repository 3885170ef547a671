"""The app whose static files are the map's modules."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Maps."""

    name = "perron_web.platform.maps"
    label = "maps"
