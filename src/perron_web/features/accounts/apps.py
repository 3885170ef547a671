"""The accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in."""

    name = "perron_web.features.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to the library."""
        import perron_web.features.accounts.services.factors  # noqa: F401
