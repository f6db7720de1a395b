"""Coming and going (登录、退出、改密): each leaves a row in the audit log."""

from datetime import datetime
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from ..audit.actions import record
from ..transactions import unit_of_work
from .models import User


def change_password(user: User, *, password: str, by: User, at: datetime) -> None:
    """Set a new password, which the form has checked (修改密码); the duty to change it ends."""
    with unit_of_work():
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record("password.changed", by=by, at=at, obj=user)


@receiver(user_logged_in)
def log_login(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """Record that a person has signed in."""
    record("login.ok", by=user, at=timezone.now(), obj=user)


@receiver(user_logged_out)
def log_logout(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    """Record that a person has signed out."""
    if user is not None:
        record("login.out", by=user, at=timezone.now(), obj=user)


@receiver(user_login_failed)
def log_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Record a failed attempt with the name that was typed."""
    name = str(credentials.get("username", ""))[:60]
    record("login.failed", by=None, at=timezone.now(), after={"username": name}, result="refused")


@receiver(user_locked_out)
def log_lock(sender: Any, username: str | None = None, **kwargs: Any) -> None:
    """Record that further attempts are refused for a while."""
    record("login.locked", by=None, at=timezone.now(), after={"username": str(username or "")[:60]}, result="refused")
