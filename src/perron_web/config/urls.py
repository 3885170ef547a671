"""Every address of the site."""

from django.urls import include, path

from perron_web.config import api
from perron_web.features.campaigns.urls import site as campaigns_site
from perron_web.features.canvassing.urls import site as canvassing_site
from perron_web.features.teams.urls import site as teams_site
from perron_web.features.training.urls import site as training_site

campaign = [
    path("", include("perron_web.platform.jobs.urls")),
    path("", include("perron_web.features.campaigns.urls")),
    path("", include("perron_web.features.territory.urls")),
    path("", include("perron_web.features.targeting.urls")),
    path("", include("perron_web.features.teams.urls")),
    path("", include("perron_web.features.training.urls")),
    path("", include("perron_web.features.experiments.urls")),
    path("", include("perron_web.features.turfs.urls")),
    path("", include("perron_web.features.canvassing.urls")),
    path("", include("perron_web.features.evaluation.urls")),
    path("", include("perron_web.features.dashboard.urls")),
]
"""Pages inside one campaign; each view declares who may read and write."""

urlpatterns = [
    path("", include("perron_web.platform.ops.urls")),
    path("", include("perron_web.platform.design.urls")),
    path("", include("perron_web.features.accounts.urls")),
    path("", include((campaigns_site, "site"))),
    path("", include((training_site, "trainings"))),
    path("", include((canvassing_site, "field"))),
    path("", include((teams_site, "joining"))),
    path("api/", api.urls),
    path("c/<slug:slug>/", include(campaign)),
]
