"""Addresses of the platform catalogue."""

from django.urls import path

from ..views import platforms

app_name = "platforms"

urlpatterns = [
    path("", platforms.platform_list, name="list"),
    path("<int:pk>/", platforms.change, name="change"),
    path("<int:pk>/patterns/", platforms.patterns, name="patterns"),
]
