"""The evaluation application."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Counts of the day, evaluations, results pooled."""

    name = "perron_web.features.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Give the words of the journal."""
        from perron_web.features.evaluation import choices, tasks  # noqa: F401 - texts are ready now
        from perron_web.features.evaluation.queries import counts  # noqa: F401 - answers questions from below
