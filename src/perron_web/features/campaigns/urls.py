"""Addresses of campaigns: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import URLPattern, path

from perron_web.features.campaigns.views import home

app_name = "campaigns"
site = [path("", home.home, name="home")]
urlpatterns: list[URLPattern] = []
