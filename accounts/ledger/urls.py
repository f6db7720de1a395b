"""Addresses of the import pages, included below /accounts/import/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="import"),
    path("template/", views.template, name="import-template"),
    path("<int:pk>/", views.check, name="import-check"),
    path("<int:pk>/progress/", views.progress, name="import-progress"),
    path("<int:pk>/mapping/", views.mapping, name="import-mapping"),
    path("<int:pk>/confirm/", views.confirm, name="import-confirm"),
    path("<int:pk>/undo/", views.take_back, name="import-undo"),
    path("<int:pk>/marked/", views.marked, name="import-marked"),
]
