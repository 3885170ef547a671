"""The teams application."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Teams that go out together."""

    name = "perron_web.features.teams"
    label = "teams"

    def ready(self) -> None:
        """Give the words of the journal; register the jobs."""
        from perron_web.features.teams import choices, tasks  # noqa: F401 - texts are ready now
