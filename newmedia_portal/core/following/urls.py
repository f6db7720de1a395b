"""Addresses of what one follows."""

from django.urls import path

from . import views

app_name = "following"

urlpatterns = [
    path("", views.following, name="list"),
    path("<str:code>/<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/end/", views.end, name="end"),
]
