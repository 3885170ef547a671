"""Addresses of campaigns: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import path

from perron_web.features.campaigns.views import (
    blocs,
    calendar,
    home,
    invitations,
    joining,
    journal,
    members,
    settings,
)

app_name = "campaigns"
site = [
    path("", home.home, name="home"),
    path("campagnes/nouvelle/", home.new, name="new"),
    path("invitation/<str:token>/", joining.join, name="join"),
]
urlpatterns = [
    path("membres/", members.members, name="members"),
    path("membres/lieux/", members.places, name="places"),
    path("membres/<int:person>/", members.person, name="person"),
    path("membres/role/<int:membership>/", members.change, name="change_role"),
    path("membres/role/<int:membership>/retirer/", members.revoke, name="revoke_role"),
    path("membres/invitations/", invitations.index, name="invitations"),
    path("membres/invitations/<int:invitation>/", invitations.show, name="invitation"),
    path("membres/invitations/<int:invitation>/retirer/", invitations.revoke, name="revoke_invitation"),
    path("reglages/", settings.election, name="election"),
    path("reglages/blocs/", blocs.blocs, name="blocs"),
    path("reglages/blocs/annuler/", blocs.undo, name="undo_blocs"),
    path("reglages/blocs/importer/", blocs.read_file, name="read_blocs"),
    path("reglages/blocs/blocs.toml", blocs.give_file, name="give_blocs"),
    path("reglages/blocs/exemple/", blocs.preset, name="preset"),
    path("reglages/modules/", settings.modules, name="modules"),
    path("reglages/apparence/", settings.appearance, name="appearance"),
    path("reglages/apparence/couleur/", settings.colour, name="colour"),
    path("reglages/calendrier/", calendar.calendar, name="calendar"),
    path("reglages/calendrier/calendrier.ics", calendar.calendar_file, name="calendar_file"),
    path("journal/", journal.index, name="journal"),
    path("journal/journal.csv", journal.download, name="journal_file"),
]
