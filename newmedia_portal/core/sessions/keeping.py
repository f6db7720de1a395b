"""Keeping the rows of sessions beside the sessions (登录会话的登记): written at log-in, then at most once a minute."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from .browsers import browser_words
from .models import LoginSession

BEGAN = "began"
#: In a session that an outer system has opened (统一认证): how, and what its log-out page wants to see.
OUTSIDE = "outside"
LONGEST_KEY = 40


def begin(request: HttpRequest, user: Any, *, at: datetime) -> None:
    """Note that a person has signed in here."""
    request.session[BEGAN] = int(at.timestamp())
    _write(request, int(user.pk), at=at)


def touch(request: HttpRequest, *, at: datetime) -> None:
    """Note that the session is in use; one that began before sessions were noted begins now."""
    now, began = int(at.timestamp()), request.session.get(BEGAN)
    if began is None:
        request.session[BEGAN] = now
    elif now - began < 60:
        return
    _write(request, int(request.session[SESSION_KEY]), at=at)


def _write(request: HttpRequest, user: int, *, at: datetime) -> None:
    key = request.session.session_key
    if key is None or len(key) > LONGEST_KEY:  # a session that travels in its cookie cannot be ended from elsewhere
        return
    facts = {
        "user_id": user,
        "seen_at": at,
        "address": request.META.get("REMOTE_ADDR", "")[:64],
        "browser": browser_words(request.META.get("HTTP_USER_AGENT", "")),
    }
    if not LoginSession.objects.filter(key=key).update(**facts):
        LoginSession.objects.update_or_create(key=key, defaults=facts, create_defaults={**facts, "began_at": at})


def over(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the session has lasted as long as any may (SESSION_MAX_HOURS), however busy it was."""
    began = request.session.get(BEGAN)
    return began is not None and int(at.timestamp()) - began >= settings.SESSION_MAX_HOURS * 3600


def by_password(request: HttpRequest) -> bool:
    """Whether the session was opened with the password of this portal: only then is its age of interest."""
    return OUTSIDE not in request.session


def seconds_left(request: HttpRequest) -> int:
    """Return the seconds until the session ends for good, from now."""
    most = int(settings.SESSION_MAX_HOURS * 3600)
    session = getattr(request, "session", None)
    began = session.get(BEGAN) if session is not None else None
    return most if began is None else max(most - (int(timezone.now().timestamp()) - began), 0)


def moved(old: str | None, new: str | None) -> None:
    """Let the row follow a session whose key was changed (a new password)."""
    if old and new and old != new:
        LoginSession.objects.filter(key=old).update(key=new)


def living(user: Any, *, at: datetime) -> QuerySet[LoginSession]:
    """Return the person's sessions that would still be answered."""
    idle = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    eldest = at - timedelta(hours=settings.SESSION_MAX_HOURS)
    return LoginSession.objects.filter(user=user, seen_at__gt=idle, began_at__gt=eldest)


def drop(rows: QuerySet[LoginSession]) -> int:
    """End sessions for good: the next request with their keys is anonymous. Returns how many there were."""
    keys = list(rows.values_list("key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    LoginSession.objects.filter(key__in=keys).delete()
    return len(keys)


def drop_all_of(user: Any, *, keep: str | None = None) -> int:
    """End all sessions of a person, but for the one with the key to keep."""
    return drop(LoginSession.objects.filter(user=user).exclude(key=keep or ""))
