"""Addresses of evaluation."""

from django.urls import URLPattern, path

from perron_web.features.evaluation.views import counts, files, index, inventing, pooling, reports

app_name = "evaluation"
_one = "evaluation/<int:number>/"
urlpatterns: list[URLPattern] = [
    path("evaluation/", index.index, name="index"),
    path("evaluation/nouvelle/", index.create, name="create"),
    path("evaluation/jouer/", inventing.invent, name="invent"),
    path("evaluation/comparer/", reports.compare, name="compare"),
    path("evaluation/comptages/", counts.counts, name="counts"),
    path("evaluation/comptages/a-remplir-<slug:unit>.csv", counts.blank, name="blank_counts"),
    path("evaluation/comptages/<int:sheet>/comptages.csv", counts.sheet_file, name="sheet_file"),
    path("evaluation/comptages/<int:sheet>/effacer/", counts.erase, name="erase_counts"),
    path("evaluation/ensemble/", pooling.pooling, name="pooling"),
    path("evaluation/ensemble/<int:result>/retirer/", pooling.remove, name="remove_pooled"),
    path(_one, reports.report, name="report"),
    path(_one + "nom/", reports.rename, name="rename"),
    path(_one + "supprimer/", reports.delete, name="delete"),
    path(_one + "resultat-scelle.json", pooling.seal, name="seal"),
    path(_one + "rapport.pdf", files.pdf, name="pdf"),
    path(_one + "rapport.html", files.html, name="html"),
    path(_one + "rapport.json", files.json, name="json"),
    path(_one + "entrees.zip", files.inputs, name="inputs"),
    path(_one + "priors.toml", files.priors, name="priors"),
    path(_one + "tableaux/<slug:tableau>.<slug:form>", files.table, name="table"),
]
