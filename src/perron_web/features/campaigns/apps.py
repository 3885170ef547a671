"""The campaigns application."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns."""

    name = "perron_web.features.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Answer what other apps ask by name."""
        import perron_web.features.campaigns.queries.people  # noqa: F401
