"""Addresses of targeting."""

from django.urls import URLPattern, path

from perron_web.features.targeting.views import bureau, map, map_data, map_download  # noqa: A004

app_name = "targeting"
_kept = "carte/<slug:key>/"
urlpatterns: list[URLPattern] = [
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
