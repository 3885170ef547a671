"""The territory application."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Territories, bureaux, addresses, results, imports."""

    name = "perron_web.features.territory"
    label = "territory"

    def ready(self) -> None:
        """Make the jobs of imports known."""
        from perron_web.features.territory import tasks  # noqa: F401 - registers when apps are ready
        from perron_web.features.territory.queries import provided  # noqa: F401 - answers features below
