"""Addresses of experiments: on the effect of the campaign, then those during the campaign."""

from django.urls import URLPattern, path

from perron_web.features.experiments.views import builder, index, registration, sealed, trials

app_name = "experiments"
_one = "experiences/<int:number>/"
_campaign: list[URLPattern] = [
    path("experiences/", index.index, name="index"),
    path("experiences/nouvelle/", builder.create, name="create"),
    path("experiences/puissance/", builder.power, name="power"),
    path("experiences/equilibre/", builder.balance, name="balance"),
    path("experiences/verifier/", sealed.verify_any, name="verify_any"),
    path(_one, sealed.experiment, name="experiment"),
    path(_one + "modifier/", builder.change, name="change"),
    path(_one + "supprimer/", sealed.delete, name="delete"),
    path(_one + "sceller/", sealed.seal, name="seal"),
    path(_one + "verifier/", sealed.verify, name="verify"),
    path(_one + "tirage.zip", sealed.archive, name="archive"),
    path(_one + "finir/", sealed.end, name="end"),
    path(_one + "preenregistrement/", registration.registration, name="registration"),
    path(_one + "preenregistrement/figer/", registration.freeze, name="freeze"),
    path(_one + "preenregistrement.json", registration.registration_json, name="registration_json"),
    path(_one + "preenregistrement.pdf", registration.registration_pdf, name="registration_pdf"),
]
_trial = "essais/<int:trial>/"
_trials: list[URLPattern] = [
    path("essais/", trials.index, name="trials"),
    path("essais/nouveau/", trials.create, name="trial_create"),
    path("essais/portee/", trials.reach, name="trial_reach"),
    path(_trial, trials.trial, name="trial"),
    path(_trial + "modifier/", trials.change, name="trial_change"),
    path(_trial + "lancer/", trials.start, name="trial_start"),
    path(_trial + "clore/", trials.stop, name="trial_stop"),
    path(_trial + "apporter/", trials.bring, name="trial_bring"),
    path(_trial + "supprimer/", trials.delete, name="trial_delete"),
    path(_trial + "unites.csv", trials.table, name="trial_table"),
    path(_trial + "proces-verbal.zip", trials.archive, name="trial_archive"),
]
"""Experiments during the campaign: `essais/`."""
urlpatterns: list[URLPattern] = [*_campaign, *_trials]
