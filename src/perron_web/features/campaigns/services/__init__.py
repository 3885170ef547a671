"""Writes of campaigns; those that other features call stand here."""

from perron_web.features.campaigns.services.creation import create_campaign, grant_role

__all__ = ["create_campaign", "grant_role"]
