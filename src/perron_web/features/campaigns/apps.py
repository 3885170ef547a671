"""The campaigns application."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns."""

    name = "perron_web.features.campaigns"
    label = "campaigns"
