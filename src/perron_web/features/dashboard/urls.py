"""Addresses of the dashboard."""

from django.urls import path

from perron_web.features.dashboard import views

app_name = "dashboard"
urlpatterns = [path("", views.home, name="home")]
