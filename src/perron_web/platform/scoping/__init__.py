"""Rows belong to one campaign and, most of them, to one place; a query outside a scope is refused."""

from perron_web.platform.scoping.managers import PlaceQuerySet, ScopedQuerySet, scoped
from perron_web.platform.scoping.models import CampaignScoped, PlaceScoped

__all__ = ["CampaignScoped", "PlaceQuerySet", "PlaceScoped", "ScopedQuerySet", "scoped"]
