"""Addresses of the import of people, included below /people/import/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="import"),
    path("template/", views.template, name="import-template"),
    path("export/", views.export, name="import-export"),
    path("<int:pk>/", views.check, name="import-check"),
    path("<int:pk>/confirm/", views.confirm, name="import-confirm"),
    path("<int:pk>/marked/", views.marked, name="import-marked"),
    path("<int:pk>/passwords/", views.passwords, name="import-passwords"),
]
