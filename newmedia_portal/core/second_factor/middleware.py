"""The door between password and portal (半登录): whoever still owes a second factor is nobody to all other code."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ..access.middleware import LIBRARY_VIEWS
from .sessions import Standing, standing_of

PAGES = {Standing.CHECK: "second-factor:check", Standing.ENROL: "second-factor:enrol"}
LEAVING = "logout"
#: What asks nobody who they are.
OF_NO_PERSON = ("healthz", "readyz")


class SecondFactorMiddleware:
    """Turn a half signed-in session into an anonymous request that can reach one page and the way out.

    Stands right after AuthenticationMiddleware. The page of the door is run here, before the gates that follow: what
    they ask for (a new password, a notice to be read) comes after.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Decide where the person stands."""
        user: Any = request.user
        request.at_the_door = None  # type: ignore[attr-defined]
        if user.is_authenticated:
            standing = standing_of(request, user)
            if standing is not Standing.IN:
                request.at_the_door, request.standing = user, standing  # type: ignore[attr-defined]
                request.user = AnonymousUser()
        response = self.get_response(request)
        if request.at_the_door is not None:  # type: ignore[attr-defined]
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the one page of the door, let the way out pass, and send all else to that page."""
        if request.at_the_door is None or view.__module__.startswith(LIBRARY_VIEWS):  # type: ignore[attr-defined]
            return None
        page = PAGES[request.standing]  # type: ignore[attr-defined]
        here = request.resolver_match.view_name if request.resolver_match else ""
        if here == page:
            return view(request, *args, **kwargs)
        if here in OF_NO_PERSON:
            return None
        if here == LEAVING:
            request.user = request.at_the_door  # type: ignore[attr-defined]
            return None
        wanted = request.get_full_path() if request.method == "GET" and here not in PAGES.values() else ""
        return redirect(reverse(page) + (f"?{urlencode({'next': wanted})}" if wanted not in ("", "/") else ""))
