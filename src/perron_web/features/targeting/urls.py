"""Addresses of targeting."""

from django.urls import URLPattern, path

from perron_web.features.targeting.views import (
    builder,
    bureau,
    compare,
    map,  # noqa: A004
    map_data,
    map_download,
    runs,
)

app_name = "targeting"
_kept = "carte/<slug:key>/"
urlpatterns: list[URLPattern] = [
    path("plan/", builder.builder, name="builder"),
    path("plan/courbe/", builder.curve, name="curve"),
    path("plan/comparer/", compare.compare, name="compare"),
    path("plan/tirage/", runs.follow, name="obey_draw"),
    path("plan/calculs/", runs.runs, name="runs"),
    path("plan/calculs/<int:number>/", runs.run, name="run"),
    path("plan/calculs/<int:number>/nom/", runs.rename, name="rename_run"),
    path("plan/calculs/<int:number>/adopter/", runs.adopt, name="adopt_run"),
    path("plan/calculs/<int:number>/refaire/", runs.repeat, name="repeat_run"),
    path("plan/calculs/<int:number>/supprimer/", runs.delete, name="delete_run"),
    path("plan/calculs/<int:number>/retablir/", runs.restore, name="restore_run"),
    path("plan/calculs/<int:number>/tout.zip", runs.whole, name="run_files"),
    path("plan/calculs/<int:number>/entrees.zip", runs.inputs, name="run_inputs"),
    path("plan/calculs/<int:number>/fichiers/<str:name>", runs.file, name="run_file"),
    path("carte/", map.show_map, name="map"),
    path("carte/fiche/<str:code>/", map.show_card, name="map_card"),
    path("carte/telecharger/<slug:form>/", map_download.download, name="map_download"),
    path(_kept + "contours.json", map_data.shapes, name="map_shapes"),
    path(_kept + "lieux.json", map_data.places, name="map_places"),
    path(_kept + "rues.json", map_data.streets, name="map_streets"),
    path(_kept + "contours.pmtiles", map_data.tiles, name="map_tiles"),
    path(_kept + "valeurs/<slug:measure>.json", map_data.values, name="map_values"),
    path("bureaux/<str:code>/", bureau.show_bureau, name="bureau"),
    path("bureaux/<str:code>/graphiques/", bureau.charts, name="bureau_charts"),
    path("bureaux/<str:code>/plan.json", bureau.plan, name="bureau_plan"),
    path("bureaux/<str:code>/immeubles/<slug:form>/", bureau.buildings, name="bureau_buildings"),
]
