"""Addresses of the editions."""

from django.urls import path

from . import views

app_name = "regimes"

urlpatterns = [
    path("", views.list_editions, name="list"),
    path("compare/", views.compare_editions, name="compare"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/text/", views.edit_text, name="text"),
    path("<int:pk>/impact/", views.impact, name="impact"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/<slug:part>/", views.part, name="part"),
]
