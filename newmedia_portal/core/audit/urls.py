"""Addresses of the audit log."""

from django.urls import path

from . import views

app_name = "audit"

urlpatterns = [
    path("", views.event_list, name="list"),
    path("<int:seq>/", views.detail, name="detail"),
]
