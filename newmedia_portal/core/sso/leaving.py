"""Leaving (退出): after the own session, the page on which the outer system ends its own."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from . import cas, oidc
from .entering import outside_of
from .kinds import Kind, configured


def way_out(request: HttpRequest) -> str:
    """Return the outer log-out page of a session that came in from outside; empty where there is none."""
    kind, hint = outside_of(request)
    if kind not in configured():
        return ""
    path = reverse("logged-out")
    back = f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else request.build_absolute_uri(path)
    if kind == Kind.OIDC:
        return oidc.way_out(hint, back=back)
    return cas.way_out(back=back) if kind == Kind.CAS else ""
