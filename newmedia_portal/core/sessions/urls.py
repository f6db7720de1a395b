"""Addresses of the devices that one is signed in on."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.devices, name="devices"),
    path("end-others/", views.end_others, name="devices-end-others"),
    path("<int:pk>/end/", views.end, name="devices-end"),
]
