"""The jobs application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Long work."""

    name = "perron_web.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Let every feature's tasks register themselves."""
        autodiscover_modules("tasks")
