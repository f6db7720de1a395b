"""Addresses of the inbox."""

from django.urls import path

from . import views

app_name = "messages"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("read/", views.read, name="read"),
    path("<int:pk>/", views.open_notice, name="open"),
]
