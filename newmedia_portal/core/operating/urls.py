"""Addresses of the status page."""

from django.urls import path

from . import views

app_name = "operating"

urlpatterns = [
    path("", views.status, name="status"),
    path("facts/", views.facts, name="facts"),
    path("work/<int:pk>/retry/", views.retry, name="retry"),
]
