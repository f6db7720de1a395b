"""What stands before all work (入门检查): the privacy notice of this version, then a password that is not too old."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from ..access.guard import PUBLIC, TOKEN
from ..access.middleware import BEFORE_NEW_PASSWORD
from ..passwords.age import has_expired
from ..sessions.keeping import by_password
from .notice import must_read

BEFORE_NOTICE = ("privacy", "session-extend")


class EntryMiddleware:
    """Send a person who owes one of the two to its page; asks no question of the database.

    Stands before AccessMiddleware, so that the notice comes before the first password too. Whoever still owes a second
    factor is nobody here, and public pages ask nothing of anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Choose the page that comes first, if any."""
        rule = getattr(view, "access_rule", None)
        if rule in (None, PUBLIC, TOKEN) or not request.user.is_authenticated:
            return None
        here = getattr(request.resolver_match, "view_name", "")
        if must_read(request.user):
            return None if here in BEFORE_NOTICE else redirect("privacy")
        if here not in BEFORE_NEW_PASSWORD and by_password(request) and has_expired(request.user, at=timezone.now()):
            return redirect("password_change")
        return None
