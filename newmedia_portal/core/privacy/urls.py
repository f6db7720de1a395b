"""The address of the notice."""

from django.urls import path

from . import views

urlpatterns = [path("", views.privacy, name="privacy")]
