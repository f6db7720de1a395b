"""Sessions end when idle (空闲退出) and when they have lasted long enough (最长登录时间).

Work keeps a session alive, with one write a minute rather than one a request; no work keeps it for ever.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ..audit.actions import record
from ..audit.context import origin
from ..sessions import keeping
from ..sessions.models import LoginSession

SEEN = "seen"
STEP_SECONDS = 60
#: What the page asks by itself is no work: it renews nothing.
UNATTENDED = ("/presence/", "/status/facts/")


class SlidingSessionMiddleware:
    """Renew the session of a signed-in person when the last renewal lies a minute back; end one that is over.

    An idle session therefore ends between SESSION_COOKIE_AGE minus one minute and SESSION_COOKIE_AGE, any session
    after SESSION_MAX_HOURS: its next request is anonymous, and the gate leads it to the log-in page and says why.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Touch the session before the page is made."""
        session = request.session
        if SESSION_KEY in session:
            at = timezone.now()
            if keeping.over(request, at=at):
                _end(request, at)
            elif request.path not in UNATTENDED:
                now = int(at.timestamp())
                if not 0 <= now - session.get(SEEN, 0) < STEP_SECONDS:
                    session[SEEN] = now
                    keeping.touch(request, at=at)
        return self.get_response(request)


def _end(request: HttpRequest, at: datetime) -> None:
    """Make the rest of the request anonymous; the log says whose session was over."""
    person = getattr(request, "at_the_door", None) or request.user
    with origin(address=request.META.get("REMOTE_ADDR", ""), request_id=""):
        if person.is_authenticated:
            record("session.limit", by=person, at=at, obj=person)
    LoginSession.objects.filter(key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    request.at_the_door = None  # type: ignore[attr-defined]
    request.session_over = True  # type: ignore[attr-defined]
