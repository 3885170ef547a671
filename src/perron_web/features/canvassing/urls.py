"""Addresses of canvassing: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import path

from perron_web.features.canvassing.views import asking, shell

app_name = "canvassing"
site = [
    path("terrain/", shell.shell, name="shell"),
    path("terrain/fr/", shell.shell, {"language": "fr"}, name="shell_fr"),
    path("terrain/en/", shell.shell, {"language": "en"}, name="shell_en"),
]
urlpatterns = [
    path("reglages/terrain/", asking.asking, name="asking"),
]
