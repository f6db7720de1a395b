"""The gate before every view: signed in, entitled, and known to this request."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from ..audit.context import origin
from .guard import PUBLIC, SIGNED_IN
from .scope import posts_of

BEFORE_NEW_PASSWORD = ("password_change", "session-extend")
LIBRARY_VIEWS = ("django.contrib.staticfiles.", "django.views.static.")


class AccessMiddleware:
    """Refuse a view without a rule; hide what the person may not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give the request an id and an origin for the audit log, and forbid storing private pages."""
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        with origin(address=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
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
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        here = getattr(request.resolver_match, "url_name", "")
        if request.user.must_change_password and here not in BEFORE_NEW_PASSWORD:
            return redirect("password_change")
        set_acting_post(request)
        if rule == SIGNED_IN or request.user.has_perm(rule):
            return None
        raise Http404


def set_acting_post(request: HttpRequest) -> None:
    """Choose the post in whose name the person acts: the one picked in the header, else the first."""
    posts = posts_of(request.user)
    wanted = request.session.get("post")
    request.post = next((p for p in posts if p.pk == wanted), posts[0] if posts else None)  # type: ignore[attr-defined]
