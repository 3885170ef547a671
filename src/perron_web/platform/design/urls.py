"""Addresses of the design system and of what every page needs."""

from django.urls import include, path

urlpatterns = [path("langue/", include("django.conf.urls.i18n"))]
