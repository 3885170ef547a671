"""Addresses of territory."""

from django.urls import path

from perron_web.features.territory.views import data, imports

app_name = "territory"
urlpatterns = [
    path("donnees/", data.index, name="data"),
    path("donnees/deposer/", data.drop, name="drop"),
    path("donnees/officielles/", data.official, name="official"),
    path("donnees/imports/<int:imported>/", imports.show, name="import"),
    path("donnees/imports/<int:imported>/fichiers/", imports.add, name="add"),
    path("donnees/imports/<int:imported>/fichiers/<int:file>/", imports.describe, name="describe"),
    path("donnees/imports/<int:imported>/fichiers/<int:file>/retirer/", imports.remove, name="remove"),
    path("donnees/imports/<int:imported>/relire/", imports.inspect, name="inspect"),
    path("donnees/imports/<int:imported>/rapprocher/", imports.match, name="match"),
    path("donnees/imports/<int:imported>/rapprocher/<int:pair>/defaire/", imports.unmatch, name="unmatch"),
    path("donnees/imports/<int:imported>/importer/", imports.apply, name="apply"),
    path("donnees/imports/<int:imported>/annuler/", imports.revert, name="revert"),
    path("donnees/imports/<int:imported>/abandonner/", imports.discard, name="discard"),
]
