"""Addresses of canvassing: `site` outside any campaign, `urlpatterns` inside one."""

from django.urls import path

from perron_web.features.canvassing.views import (
    asking,
    counter,
    coverage,
    erasing,
    experiments,
    live,
    offline,
    paper,
    paper_compare,
    phones,
    replan,
    review,
    shell,
)

app_name = "canvassing"
site = [
    path("compteur/<slug:slug>/", counter.counter, name="counter"),
    path("terrain/", shell.shell, name="shell"),
    path("terrain/fr/", shell.shell, {"language": "fr"}, name="shell_fr"),
    path("terrain/en/", shell.shell, {"language": "en"}, name="shell_en"),
    path("terrain/sw.js", offline.worker, name="worker"),
    path("terrain/manifest.webmanifest", offline.manifest, name="manifest"),
]
urlpatterns = [
    path("direct/", live.live, name="live"),
    path("direct/etat.json", live.snapshot, name="snapshot"),
    path("direct/drapeaux/", live.flags, name="flags"),
    path("direct/jours/", coverage.days, name="days"),
    path("direct/conformite/", coverage.compliance, name="compliance"),
    path("direct/equipes/", coverage.teams, name="teams"),
    path("direct/<str:table>.<str:form>", coverage.coverage_file, name="coverage_file"),
    path("reglages/terrain/", asking.asking, name="asking"),
    path("moi/telephones/", phones.phones, name="phones"),
    path("moi/telephones/<int:phone>/retirer/", phones.revoke, name="revoke_phone"),
]
urlpatterns += [
    path("papier/", paper.code, name="paper_code"),
    path("papier/<int:holding>/", paper.sheet, name="paper"),
    path("papier/<int:holding>/saisir/", paper.enter, name="paper_enter"),
    path("papier/<int:holding>/fin/", paper.end, name="paper_end"),
    path("papier/secteur/<int:turf>/", paper_compare.compare, name="paper_compare"),
]
urlpatterns += [
    path("experiences/<int:number>/passages.<str:form>", experiments.visits_file, name="experiment_visits"),
]
urlpatterns += [
    path("revue/", review.review, name="review"),
    path("revue/releves/", review.reports, name="review_reports"),
    path("revue/decisions/<int:decision>/lever/", review.lift, name="lift_review"),
    path("revue/doubles/<int:conflict>/", review.resolve, name="resolve_conflict"),
    path("revue/releves/<uuid:report>/effacer/", erasing.erase, name="erase_told"),
    path("replan/", replan.replan, name="replan"),
    path("replan/heures-restantes.<str:form>", replan.replan_file, name="replan_file"),
]
