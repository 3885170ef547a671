"""Addresses of campaigns: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import URLPattern, path

from perron_web.features.campaigns import views

app_name = "campaigns"
site = [path("", views.home, name="home")]
urlpatterns: list[URLPattern] = []
