"""Addresses of teams."""

from django.urls import path

from perron_web.features.teams.views import teams

app_name = "teams"
urlpatterns = [
    path("equipes/", teams.index, name="index"),
    path("equipes/nouvelle/", teams.create, name="create"),
    path("equipes/<int:team>/", teams.show, name="show"),
    path("equipes/<int:team>/modifier/", teams.update, name="update"),
]
