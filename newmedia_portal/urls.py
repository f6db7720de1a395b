"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("newmedia_portal.core.ui.urls")),
    path("calendar/", include("newmedia_portal.core.workdays.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
