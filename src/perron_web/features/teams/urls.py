"""Addresses of teams: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import path

from perron_web.features.teams.views import joining, members, mine, near, outings, pairs, teams

app_name = "teams"
site = [path("e/<str:joining>/", joining.join, name="join")]
urlpatterns = [
    path("moi/", mine.mine, name="mine"),
    path("equipes/", teams.index, name="index"),
    path("equipes/nouvelle/", teams.create, name="create"),
    path("equipes/pres-de-moi/", near.near, name="near"),
    path("equipes/oublier/", near.forget, name="forget"),
    path("equipes/lieu/", near.point, name="point"),
    path("equipes/sol/", near.ground, name="ground"),
    path("equipes/<int:team>/", teams.show, name="show"),
    path("equipes/<int:team>/modifier/", teams.update, name="update"),
    path("equipes/<int:team>/approuver/", teams.approve, name="approve"),
    path("equipes/<int:team>/fermer/", teams.close, name="close"),
    path("equipes/<int:team>/rejoindre/", members.ask, name="ask"),
    path("equipes/<int:team>/quitter/", members.leave, name="leave"),
    path("equipes/<int:team>/ecrire/", members.write, name="write"),
    path("equipes/<int:team>/lien/", members.share, name="share"),
    path("equipes/<int:team>/lien/changer/", members.renew, name="renew"),
    path("equipes/<int:team>/affiche/", members.poster, name="poster"),
    path("equipes/<int:team>/membres/", members.members, name="members"),
    path("equipes/<int:team>/membres/<int:person>/accueillir/", members.accept, name="accept"),
    path("equipes/<int:team>/membres/<int:person>/retirer/", members.remove, name="remove"),
    path("sorties/", outings.index, name="outings"),
    path("sorties/venir/", near.come, name="come"),
    path("sorties/nouvelle/", outings.create, name="create_outing"),
    path("sorties/<int:outing>/", outings.show, name="outing"),
    path("sorties/<int:outing>/modifier/", outings.update, name="update_outing"),
    path("sorties/<int:outing>/annuler/", outings.cancel, name="cancel_outing"),
    path("sorties/<int:outing>/terminer/", outings.end, name="end_outing"),
    path("sorties/<int:outing>/reponse/", outings.answer, name="answer"),
    path("sorties/<int:outing>/sortie.ics", outings.calendar_file, name="outing_file"),
    path("sorties/<int:outing>/presence/", pairs.presence, name="presence"),
    path("sorties/<int:outing>/paires/", pairs.form, name="pairs"),
    path("sorties/<int:outing>/paires/main/", pairs.by_hand, name="pairs_by_hand"),
]
