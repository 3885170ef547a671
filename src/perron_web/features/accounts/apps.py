"""The accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in."""

    name = "perron_web.features.accounts"
    label = "accounts"
