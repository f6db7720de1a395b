"""Addresses of tokens."""

from django.urls import path

from . import views

app_name = "tokens"
urlpatterns = [
    path("", views.token_list, name="list"),
    path("new/", views.make, name="new"),
    path("services/new/", views.make_service, name="service-new"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
