"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from filings.views import prints, workbench

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", workbench.workbench, name="workbench"),
    path("todo/", workbench.todo, name="todo"),
    path("verify/", prints.verify, name="verify"),
    path("filings/", include("filings.urls")),
    path("", include("newmedia_portal.core.ui.urls")),
    path("units/", include("accounts.urls.units")),
    path("people/", include("accounts.urls.people")),
    path("accounts/", include("accounts.urls.register")),
    path("platforms/", include("accounts.urls.platforms")),
    path("audit/", include("newmedia_portal.core.audit.urls")),
    path("messages/", include("newmedia_portal.core.notices.urls")),
    path("regimes/", include("newmedia_portal.regimes.urls")),
    path("calendar/", include("newmedia_portal.core.workdays.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler500 = "newmedia_portal.core.ui.views.server_error"
