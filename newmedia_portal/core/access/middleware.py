"""The gate before every view: signed in, entitled, and known to this request."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from ..audit.context import origin
from ..sessions.keeping import by_password
from .guard import PUBLIC, SIGNED_IN, TOKEN
from .refused import note_refusal
from .scope import posts_of

BEFORE_NEW_PASSWORD = ("password_change", "session-extend", "privacy")
LIBRARY_VIEWS = ("django.contrib.staticfiles.", "django.views.static.")


class AccessMiddleware:
    """Refuse a view without a rule; hide what the person may not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give the request an id and an origin for the audit log, and forbid storing private pages."""
        request.request_id = getattr(request, "request_id", "") or uuid.uuid4().hex  # type: ignore[attr-defined]
        with origin(address=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code in (403, 404):
                note_refusal(request, response.status_code, at=timezone.now())
        if getattr(request, "user", None) and request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Apply the rule of the view."""
        rule = getattr(view, "access_rule", None)
        if rule is None:
            if view.__module__.startswith(LIBRARY_VIEWS):
                return None
            raise ImproperlyConfigured(f"地址 {request.path} 没有声明访问规则。")
        if rule in (PUBLIC, TOKEN):
            return None
        if not request.user.is_authenticated:
            return to_log_in(request)
        here = getattr(request.resolver_match, "url_name", "")
        if request.user.must_change_password and here not in BEFORE_NEW_PASSWORD and by_password(request):
            return redirect("password_change")
        set_acting_post(request)
        if rule == SIGNED_IN or request.user.has_perm(rule):
            return None
        raise Http404


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Lead to the log-in page and from there back here; a session that lasted too long is said to be over."""
    if not getattr(request, "session_over", False):
        return redirect_to_login(request.get_full_path())
    back = request.get_full_path() if request.method == "GET" else way_back(request)
    return redirect_to_login(back, login_url=f"{resolve_url(settings.LOGIN_URL)}?over=1")


def way_back(request: HttpRequest) -> str:
    """Return the page that a form was sent from, where it is one of ours: what was sent cannot be sent again."""
    page = urlsplit(request.headers.get("referer", ""))
    return f"{page.path}?{page.query}".rstrip("?") if page.netloc == request.get_host() else "/"


def set_acting_post(request: HttpRequest) -> None:
    """Choose the post in whose name the person acts: the one picked in the header, else the first."""
    posts = posts_of(request.user)
    wanted = request.session.get("post")
    request.post = next((p for p in posts if p.pk == wanted), posts[0] if posts else None)  # type: ignore[attr-defined]
