"""The experiments application."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """Designs, sealed draws, pre-registration, experiments during the campaign."""

    name = "perron_web.features.experiments"
    label = "experiments"

    def ready(self) -> None:
        """Make the jobs known, give the words of the journal, answer who is left alone."""
        from perron_web.features.experiments import tasks  # noqa: F401 - registers by being imported
        from perron_web.features.experiments.choices import journal  # noqa: F401 - texts are ready now
        from perron_web.features.experiments.queries import left_alone, trials  # noqa: F401 - providers
        from perron_web.features.experiments.services import assigning  # noqa: F401 - listens to trainings
