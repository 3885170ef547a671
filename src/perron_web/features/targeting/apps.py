"""The targeting application."""

from django.apps import AppConfig


class TargetingConfig(AppConfig):
    """Runs, scores, the plan builder and the map."""

    name = "perron_web.features.targeting"
    label = "targeting"

    def ready(self) -> None:
        """Make the jobs known, and the words of the journal."""
        from perron_web.features.targeting import tasks  # noqa: F401 - registers by being imported
        from perron_web.features.targeting.choices import journal  # noqa: F401 - texts are ready now
