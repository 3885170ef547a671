"""Addresses of the design system and of what every page needs."""

from django.urls import include, path

from perron_web.platform.design import views

urlpatterns = [
    path("langue/", include("django.conf.urls.i18n")),
    path("apparence/", views.theme, name="theme"),
    path("apparence/<slug:colour>.css", views.accent, name="accent"),
    path("composants/", views.living, name="living"),
]
