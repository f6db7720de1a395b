"""Coming and going (登录、退出、改密): each leaves a row in the audit log."""

from datetime import datetime
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from ..audit.actions import record
from ..passwords.actions import put_password, remember_password
from ..sessions import keeping
from ..sessions.models import LoginSession
from ..transactions import unit_of_work
from .attempts import count_failure
from .models import User


def change_password(user: User, *, password: str, by: User, at: datetime, keep: str | None = None) -> None:
    """Set a new password, which the form has checked (修改密码); the duty to change it ends.

    All sessions of the person end but the one with the key to keep.
    """
    with unit_of_work():
        put_password(user, password, at=at)
        user.must_change_password = False
        user.save(update_fields=["password", "password_set_at", "must_change_password"])
        remember_password(user, at=at)
        keeping.drop_all_of(user, keep=keep)
        record("password.changed", by=by, at=at, obj=user)


@receiver(user_logged_in)
def log_login(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """Record that a person has signed in, where, and who proved it where it was not the password."""
    at, outside = timezone.now(), getattr(request, "proved_by", "")
    keeping.begin(request, user, at=at)
    record("login.ok", by=user, at=at, obj=user, after={"method": outside} if outside else None)


@receiver(user_logged_out)
def log_logout(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    """Record that a person has signed out."""
    if user is not None:
        LoginSession.objects.filter(key=request.session.session_key).delete()
        record("login.out", by=user, at=timezone.now(), obj=user)


@receiver(user_login_failed)
def log_failure(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """Record a failed attempt with the name that was typed, and count it."""
    name = str(credentials.get("username", ""))[:60]
    if request is not None:
        count_failure(request, str(credentials.get("username", "")), at=timezone.now())
    record("login.failed", by=None, at=timezone.now(), after={"username": name}, result="refused")


@receiver(user_locked_out)
def log_lock(sender: Any, username: str | None = None, **kwargs: Any) -> None:
    """Record that further attempts are refused for a while."""
    record("login.locked", by=None, at=timezone.now(), after={"username": str(username or "")[:60]}, result="refused")
