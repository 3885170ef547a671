"""Addresses of canvassing: `site` outside any campaign, `urlpatterns` inside one."""

from typing import Any

app_name = "canvassing"
site: list[Any] = []
urlpatterns: list[Any] = []
