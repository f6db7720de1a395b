"""Using a token (使用令牌): does it serve, from this address, and not too often."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.timezone import localdate

from ..audit.actions import record
from ..refusals import Forbidden, Refused
from .actions import digest_of
from .models import ApiToken, TokenUse

MINUTE = timedelta(minutes=1)
TOLD_EVERY = timedelta(hours=1)


class NoToken(Refused):
    """The key names no token that serves."""


class ElsewhereRefused(Forbidden):
    """The token serves, but not from this address."""


class TooOften(Refused):
    """The token was used more often in this minute than is allowed; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"调用过于频繁，每分钟最多 {settings.API_CALLS_PER_MINUTE} 次。请在 {wait} 秒后再试。")
        self.wait = wait


def admit(key: str, *, address: str, at: datetime) -> ApiToken:
    """Return the token behind a key, with its owner, and count the use.

    The count is written at once, whatever becomes of the call. Raises NoToken, TooOften or ElsewhereRefused; a refused
    address is told to the audit log once an hour.
    """
    token = ApiToken.objects.filter(digest=digest_of(key)).select_related("user").first() if key else None
    if token is None or not token.user.is_active:
        raise NoToken("令牌无效、已过期或已停用。请在“接口令牌”页面重新建立。")
    if token.revoked_at is not None or token.expires_on < localdate(at):
        raise NoToken("令牌无效、已过期或已停用。请在“接口令牌”页面重新建立。")
    if wait := _count(token, address, at):
        raise TooOften(wait)
    if not _may_come(address, token.networks):
        _tell(token, at)
        raise ElsewhereRefused("这个令牌不能从当前网络地址使用。请核对令牌的地址清单，或从登记的地址调用。")
    return token


def _count(token: ApiToken, address: str, at: datetime) -> int:
    """Count one use; return 0, or for how many seconds to wait. One statement in the ordinary case."""
    rows = TokenUse.objects.filter(token=token)
    seen = {"last_used_at": at, "last_address": address[:64]}
    within = Q(window_at__gt=at - MINUTE, window_at__lte=at + MINUTE)
    for _ in range(2):
        if rows.filter(within, window_count__lt=settings.API_CALLS_PER_MINUTE).update(
            window_count=F("window_count") + 1, **seen
        ):
            return 0
        if rows.exclude(within).update(window_at=at, window_count=1, **seen):
            return 0
    began = rows.values_list("window_at", flat=True).first()
    left = (began + MINUTE - at).total_seconds() if began else 60
    return max(1, min(60, int(left) + 1))


def _may_come(address: str, networks: Sequence[str]) -> bool:
    """Whether an address lies in one of the networks; without networks any does."""
    if not networks:
        return True
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    here = getattr(here, "ipv4_mapped", None) or here
    return any(here in ipaddress.ip_network(one) for one in networks)


def _tell(token: ApiToken, at: datetime) -> None:
    fresh = Q(refused_at__isnull=True) | Q(refused_at__lte=at - TOLD_EVERY)
    if TokenUse.objects.filter(fresh, token=token).update(refused_at=at):
        record("access.refused", by=token.user, at=at, obj=token, reason="地址不在清单内", result="refused")
