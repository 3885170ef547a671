"""The turfs application."""

from django.apps import AppConfig


class TurfsConfig(AppConfig):
    """Turfs of the adopted plan, edited by hand, given to teams, printed."""

    name = "perron_web.features.turfs"
    label = "turfs"

    def ready(self) -> None:
        """Listen to the adoption of plans."""
        from perron_web.features.turfs import tasks  # noqa: F401 - models are ready now
        from perron_web.features.turfs.queries import mine  # noqa: F401
