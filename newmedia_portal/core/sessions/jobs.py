"""Clearing away sessions that are over (清理登录会话)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q

from ..jobs.schedule import Counts, daily
from .models import LoginSession


@daily("sessions.clear", label="清理已结束的登录会话", not_before=time(3, 20))
def clear_sessions(*, on: date, at: datetime) -> Counts:
    """Delete sessions, and the rows beside them, that no request can use any more."""
    idle = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    eldest = at - timedelta(hours=settings.SESSION_MAX_HOURS)
    rows, _ = LoginSession.objects.filter(Q(seen_at__lte=idle) | Q(began_at__lte=eldest)).delete()
    ended, _ = Session.objects.filter(expire_date__lt=at).delete()
    return Counts(looked_at=rows + ended, cleared=rows + ended)
