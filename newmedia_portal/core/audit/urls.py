"""Addresses of the audit log."""

from django.urls import path

from .views import checkpoints, log

app_name = "audit"

urlpatterns = [
    path("", log.event_list, name="list"),
    path("checkpoints/", checkpoints.checkpoint_list, name="checkpoints"),
    path("checkpoints/<int:pk>/", checkpoints.sheet, name="checkpoint"),
    path("archives/", checkpoints.archive_list, name="archives"),
    path("<int:seq>/", log.detail, name="detail"),
]
