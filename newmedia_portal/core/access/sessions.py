"""Sliding sessions (空闲退出): work keeps a session alive, with one write a minute rather than one a request."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

SEEN = "seen"
STEP_SECONDS = 60


class SlidingSessionMiddleware:
    """Renew the session of a signed-in person when the last renewal lies a minute back.

    An idle session therefore ends between SESSION_COOKIE_AGE minus one minute and SESSION_COOKIE_AGE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Touch the session before the page is made."""
        session = request.session
        if SESSION_KEY in session:
            now = int(timezone.now().timestamp())
            if not 0 <= now - session.get(SEEN, 0) < STEP_SECONDS:
                session[SEEN] = now
        return self.get_response(request)
