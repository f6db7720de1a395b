"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.verify import views as verify
from duties.views.impostors import public
from filings.views import workbench
from newmedia_portal.core.operating import views as operating

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", workbench.workbench, name="workbench"),
    path("todo/", workbench.todo, name="todo"),
    path("verify/", verify.page, name="verify"),
    path("verify.json", verify.as_json, name="verify-json"),
    path("verify/report/", public.report, name="impostor-report"),
    path("verify/report/<str:token>/", public.receipt, name="impostor-receipt"),
    path("filings/", include("filings.urls")),
    path("reviews/", include("reviews.urls")),
    path("duties/", include("duties.urls")),
    path("assessments/", include("assessments.urls")),
    path("api/v1/", include("assessments.urls.api")),
    path("api/v1/", include("newmedia_portal.api.urls")),
    path("tokens/", include("newmedia_portal.core.tokens.urls")),
    path("sso/", include("newmedia_portal.core.sso.urls")),
    path("devices/", include("newmedia_portal.core.sessions.urls")),
    path("privacy/", include("newmedia_portal.core.privacy.urls")),
    path("", include("newmedia_portal.core.ui.urls")),
    path("", include("newmedia_portal.core.workflow.urls")),
    path("units/", include("accounts.urls.units")),
    path("people/", include("accounts.urls.people")),
    path("accounts/", include("accounts.urls.register")),
    path("platforms/", include("accounts.urls.platforms")),
    path("audit/", include("newmedia_portal.core.audit.urls")),
    path("personal/", include("newmedia_portal.core.personal.urls")),
    path("messages/", include("newmedia_portal.core.notices.urls")),
    path("webhooks/", include("newmedia_portal.core.webhooks.urls")),
    path("search/", include("newmedia_portal.core.search.urls")),
    path("views/", include("newmedia_portal.core.saved.urls")),
    path("following/", include("newmedia_portal.core.following.urls")),
    path("exports/", include("newmedia_portal.core.exports.urls")),
    path("releases/", include("newmedia_portal.core.releases.urls")),
    path("second-factor/", include("newmedia_portal.core.second_factor.urls")),
    path("regimes/", include("newmedia_portal.regimes.urls")),
    path("calendar/", include("newmedia_portal.core.workdays.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", operating.prometheus, name="metrics"),
    path("status/", include("newmedia_portal.core.operating.urls")),
]

handler500 = "newmedia_portal.core.ui.views.server_error"
