"""The experiments application."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """Designs, sealed draws, pre-registration, experiments during the campaign."""

    name = "perron_web.features.experiments"
    label = "experiments"

    def ready(self) -> None:
        """Give the words of the journal."""
        from perron_web.features.experiments import choices  # noqa: F401 - texts are ready now
