"""Addresses of turfs."""

from django.urls import path

from perron_web.features.turfs.views import claims, editor, files, hands, outings, pages

app_name = "turfs"
urlpatterns = [
    path("secteurs/", pages.index, name="index"),
    path("secteurs/pres-de-moi/", claims.near, name="near"),
    path("secteurs/tenus/<int:holding>/feuille.pdf", claims.sheet, name="holding_sheet"),
    path("sorties/<int:outing>/secteurs/", outings.outing, name="outing"),
    path("sorties/<int:outing>/secteurs/feuilles.pdf", outings.sheets, name="outing_sheets"),
    path("secteurs/telecharger/<str:form>/", files.download, name="download"),
    path("secteurs/feuilles/", files.sheets, name="sheets"),
    path("secteurs/feuilles/<int:job>/", files.sheets_file, name="sheets_file"),
    path("secteurs/bureau/<str:code>/", editor.bureau, name="bureau"),
    path("secteurs/bureau/<str:code>/modifier/", editor.edit, name="edit"),
    path("secteurs/bureau/<str:code>/rues/", files.streets, name="streets"),
    path("secteurs/bureau/<str:code>/liste/", pages.of_bureau, name="of_bureau"),
    path("secteurs/bureau/<str:code>/feuilles.pdf", files.bureau_sheets, name="bureau_sheets"),
    path("secteurs/equipe/<int:team>/", pages.of_team, name="of_team"),
    path("secteurs/equipe/<int:team>/feuilles.pdf", files.team_sheets, name="team_sheets"),
    path("secteurs/<int:turf>/", pages.show, name="show"),
    path("secteurs/<int:turf>/mains/", hands.hands, name="hands"),
    path("secteurs/confier/", hands.bureaux, name="give_bureaux"),
    path("secteurs/<int:turf>/feuille.pdf", files.turf_sheet, name="turf_sheet"),
]
