"""Signed links in messages (一次性链接): they open a page for the one who was told, after log-in, once, for two weeks.

A link carries no right at all: the page it leads to asks for log-in and checks as always.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ..access.models import User
from ..refusals import Refused
from .models import Notice

SALT = "message-link"
KEPT = timedelta(days=14)


class LinkOver(Refused):
    """The link is too old; the message itself stands in the inbox."""


def site() -> str:
    """Return the address of the portal as it stands in messages (PORTAL_URL, else the first allowed host)."""
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return str(settings.PORTAL_URL or f"https://{host.lstrip('.')}").rstrip("/")


def link_to(notice: Notice) -> str:
    """Return the signed address of what a message is about."""
    return f"{site()}{reverse('messages:link', args=[signing.dumps(notice.pk, salt=SALT)])}"


def notice_of(token: str, user: User) -> Notice | None:
    """Return the message that a link was made for, if it was made for this person; raises LinkOver after its time."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.SignatureExpired:
        raise LinkOver("链接已超过 14 天，不能再用。请在“消息”中打开这条消息。") from None
    except signing.BadSignature:
        return None
    return Notice.objects.filter(pk=pk, user=user).first()


def use(notice: Notice, *, at: datetime) -> bool:
    """Mark the link as used; False where it was used before."""
    unused = Notice.objects.filter(pk=notice.pk, link_used_at__isnull=True)
    return bool(unused.update(link_used_at=at, read_at=notice.read_at or at))


def outcome_of(notice: Notice) -> str:
    """Return what was decided at the step that a message asked to decide, empty while nothing is."""
    kind, _, number = notice.key.partition(":")
    if kind != "todo" or not number.isdecimal():
        return ""
    decisions: QuerySet = apps.get_model("core", "Decision").objects.filter(step=int(number)).exclude(verb="urge")
    last = decisions.select_related("by").order_by("at", "pk").last()
    if last is None:
        return ""
    who = "您" if last.by_id == notice.user_id else str(last.by or "系统")
    return f"{who}已于 {timezone.localtime(last.at):%Y-%m-%d %H:%M} 办理：{last.get_verb_display()}。"
