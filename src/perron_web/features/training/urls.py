"""Addresses of training: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import path

from perron_web.features.training.views import certificates, joining, modules, presence, sessions, tree

app_name = "training"
site = [path("f/<str:check>/", joining.open_link, name="open")]
urlpatterns = [
    path("formation/", sessions.index, name="sessions"),
    path("formation/sessions/nouvelle/", sessions.create, name="create_session"),
    path("formation/sessions/<int:training>/", sessions.show, name="session"),
    path("formation/sessions/<int:training>/modifier/", sessions.update, name="update_session"),
    path("formation/sessions/<int:training>/annuler/", sessions.cancel, name="cancel_session"),
    path("formation/sessions/<int:training>/venir/", sessions.answer, name="answer"),
    path("formation/sessions/<int:training>/session.ics", sessions.calendar, name="calendar"),
    path("formation/sessions/<int:training>/presence/", presence.sheet, name="presence"),
    path("formation/sessions/<int:training>/presence/affiche/", presence.poster, name="poster"),
    path("formation/sessions/<int:training>/presence/page.js", presence.worker, name="presence_worker"),
    path("formation/sessions/<int:training>/presence/lot/", presence.ticks, name="ticks"),
    path("formation/sessions/<int:training>/presence/<int:attendance>/", presence.tick, name="tick"),
    path(
        "formation/sessions/<int:training>/presence/<int:attendance>/accueillir/",
        presence.make_volunteer,
        name="make_volunteer",
    ),
    path("formation/sessions/<int:training>/terminer/", presence.close, name="close_session"),
    path("formation/modules/", modules.index, name="modules"),
    path("formation/modules/nouveau/", modules.create, name="create_module"),
    path("formation/modules/<int:module>/", modules.show, name="module"),
    path("formation/modules/<int:module>/modifier/", modules.update, name="update_module"),
    path("formation/modules/<int:module>/retirer/", modules.retire, name="retire_module"),
    path("formation/certificats/<int:certificate>/", certificates.show, name="certificate"),
    path("formation/certificats/<int:certificate>/certificat.pdf", certificates.pdf, name="certificate_file"),
    path("formation/certificats/<int:certificate>/retirer/", certificates.revoke, name="revoke_certificate"),
    path("formation/arbre/", tree.tree, name="tree"),
    path("formation/arbre/<int:branch>/", tree.branch, name="branch"),
    path("formation/arbre/<int:branch>/former/", certificates.let, name="let_train"),
    path("formation/progression/", tree.progress, name="progress"),
    path("formation/progression/formation.<str:form>", tree.progress_file, name="progress_file"),
    path("formation/rappels/", tree.reminders, name="reminders"),
]
