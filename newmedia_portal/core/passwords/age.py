"""How old a password may grow (密码有效期): a day count, the warning before, the end."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone


def days_left(user: Any, *, at: datetime) -> int | None:
    """Return for how many more days the password may stay; 0 or less: it must be changed. None: it does not age.

    A password of unknown age was set before ages were kept; it ages from the next change on.
    """
    most, since = settings.PASSWORD_MAX_DAYS, getattr(user, "password_set_at", None)
    if not most or since is None:
        return None
    end = timezone.localdate(since) + timedelta(days=most)
    return (end - timezone.localdate(at)).days


def has_expired(user: Any, *, at: datetime) -> bool:
    """Whether the password must be changed before anything else."""
    left = days_left(user, at=at)
    return left is not None and left <= 0


def warning(user: Any, *, at: datetime) -> str:
    """Return what to tell the person in the last days; empty before that."""
    left = days_left(user, at=at)
    if left is None or not 0 < left <= settings.PASSWORD_WARN_DAYS:
        return ""
    return f"您的密码还有 {left} 天到期，请在右上角姓名菜单里选“修改密码”，到期后须先改密码才能继续。"
