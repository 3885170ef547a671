"""Address of the health page."""

from django.urls import path

from perron_web.platform.ops import views

app_name = "ops"
urlpatterns = [path("sante/", views.health, name="health")]
