"""Addresses of saved views."""

from django.urls import path

from . import views

app_name = "saved"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("save/", views.save, name="save"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/default/", views.default, name="default"),
]
