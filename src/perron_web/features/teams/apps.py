"""The teams application."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Teams that go out together."""

    name = "perron_web.features.teams"
    label = "teams"
