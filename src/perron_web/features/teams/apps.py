"""The teams application."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Teams that go out together."""

    name = "perron_web.features.teams"
    label = "teams"

    def ready(self) -> None:
        """Give the words of the journal."""
        from perron_web.features.teams import choices  # noqa: F401 - texts are ready now
