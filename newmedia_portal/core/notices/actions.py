"""Sending and reading messages."""

from collections.abc import Iterable
from datetime import datetime

from ..access.models import User
from .models import Notice


def notify(
    users: Iterable[User | int], *, kind: str, title: str, url: str, at: datetime, key: str, body: str = ""
) -> None:
    """Put a message into the inbox of each person, in the caller's transaction; once per person and `key`."""
    people = {user if isinstance(user, int) else user.pk for user in users}
    Notice.objects.bulk_create(
        (
            Notice(user_id=pk, kind=kind, title=title[:200], body=body[:500], url=url, key=key, created_at=at)
            for pk in sorted(people)
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


def mark_read(user: User, *, pks: Iterable[int] | None, at: datetime) -> int:
    """Mark some or (with None) all messages of a person as read; returns how many changed."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if pks is not None:
        unread = unread.filter(pk__in=list(pks))
    return unread.update(read_at=at)
