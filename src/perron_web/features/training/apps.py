"""The training application."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Modules, sessions, who came, who trained whom."""

    name = "perron_web.features.training"
    label = "training"

    def ready(self) -> None:
        """Give the words of the journal, and answers to the features below."""
        from perron_web.features.training import choices, tasks  # noqa: F401 - texts and models are ready now
        from perron_web.features.training.queries import answers  # noqa: F401 - models are ready now
