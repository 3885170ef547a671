"""The targeting application."""

from django.apps import AppConfig


class TargetingConfig(AppConfig):
    """Runs, scores, the plan builder and the map."""

    name = "perron_web.features.targeting"
    label = "targeting"

    def ready(self) -> None:
        """Make the jobs known."""
        from perron_web.features.targeting import tasks  # noqa: F401 - registers by being imported
