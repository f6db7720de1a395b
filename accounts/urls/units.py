"""Addresses of the unit tree."""

from django.urls import path

from ..views import unit_changes, units

app_name = "units"

urlpatterns = [
    path("", units.unit_list, name="list"),
    path("add/", unit_changes.add, name="add"),
    path("<int:pk>/", units.detail, name="detail"),
    path("<int:pk>/rename/", unit_changes.rename, name="rename"),
    path("<int:pk>/change/", unit_changes.change, name="change"),
    path("<int:pk>/move/", unit_changes.move, name="move"),
    path("<int:pk>/close/", unit_changes.close, name="close"),
    path("<int:pk>/line/", unit_changes.line, name="line"),
    path("<int:pk>/superior/", unit_changes.superior, name="superior"),
]
