"""The canvassing application."""

from django.apps import AppConfig


class CanvassingConfig(AppConfig):
    """Reports of the field, by phone and on paper; review, coverage, live."""

    name = "perron_web.features.canvassing"
    label = "canvassing"

    def ready(self) -> None:
        """Give the words of the journal, register what is done by itself."""
        from perron_web.features.canvassing import choices, tasks  # noqa: F401 - models are ready
        from perron_web.features.canvassing.queries import (  # noqa: F401 - answers those below
            compliance,
            coverage_people,
            doors,
            live_channel,
            paper,
            trial_people,
            trial_rows,
        )
