"""Addresses for other systems (接口), included below /api/v1/."""

from django.urls import URLPattern, path

from ..views import api

urlpatterns: list[URLPattern] = [path("items/", api.items, name="api-items")]
