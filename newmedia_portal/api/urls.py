"""Addresses of the interface; one address stands once, however many methods it takes."""

from django.urls import URLPattern, path

from newmedia_portal.core.access.guard import TOKEN, guard

from . import views
from .service import api


def _operations() -> list[URLPattern]:
    """Return the addresses of the operations, each guarded by its token alone."""
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            found.setdefault(str(pattern.pattern), pattern)
    for pattern in found.values():
        guard(TOKEN)(pattern.callback)
    return list(found.values())


app_name = "api"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("docs", views.docs, name="docs"),
    *_operations(),
]
