"""Addresses of the register of personal data."""

from django.urls import path

from . import views

app_name = "personal"

urlpatterns = [
    path("", views.register_page, name="register"),
    path("export/", views.export, name="export"),
]
