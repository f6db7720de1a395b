"""Addresses of four eyes."""

from django.urls import path

from . import views

app_name = "releases"

urlpatterns = [
    path("", views.request_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/release-batch/", views.release_batch, name="release-batch"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
