"""Addresses of jobs."""

from django.urls import path

from perron_web.platform.jobs import views

app_name = "jobs"
urlpatterns = [
    path("travaux/", views.index, name="index"),
    path("travaux/<int:job>/", views.show, name="show"),
    path("travaux/<int:job>/arreter/", views.cancel, name="cancel"),
]
