"""Addresses of the second factor."""

from django.urls import path

from . import views

app_name = "second-factor"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("check/", views.check, name="check"),
    path("enrol/", views.enrol, name="enrol"),
    path("codes/", views.recovery_codes, name="codes"),
    path("codes.txt", views.codes_as_text, name="codes-text"),
    path("codes/renew/", views.renew, name="renew"),
    path("end/", views.end, name="end"),
    path("people/<int:pk>/reset/", views.reset, name="reset"),
]
