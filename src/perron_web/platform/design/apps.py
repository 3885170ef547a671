"""The design application."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Design system."""

    name = "perron_web.platform.design"
    label = "design"

    def ready(self) -> None:
        """Let French count as it does."""
        from perron_web.platform.design.plurals import teach_french

        teach_french()
