"""Addresses of teams."""

from django.urls import path

from perron_web.features.teams import views

app_name = "teams"
urlpatterns = [
    path("equipes/", views.index, name="index"),
    path("equipes/nouvelle/", views.create, name="create"),
    path("equipes/<int:team>/", views.show, name="show"),
    path("equipes/<int:team>/modifier/", views.update, name="update"),
]
