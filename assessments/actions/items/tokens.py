"""Keys of interfaces (推送密钥): issued by the department for a unit and its subtree, shown once, revocable."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from accounts.actions.common import require
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import ItemToken

MANAGE = "assessments.manage_tokens"
START = "nmp_"
LONGEST = timedelta(days=366)
MINUTE = timedelta(minutes=1)


class TooOften(Refused):
    """The key was used more often in this minute than is allowed."""


def issue_token(unit: Unit, *, name: str, expires_on: date, by: Any, at: datetime) -> tuple[ItemToken, str]:
    """Issue a key for a unit and the units below it; returns the row and the key, which is not kept.

    Raises Forbidden where the unit is out of reach, Refused for no name or a day that is past or too far ahead.
    """
    require(by, MANAGE, unit)
    if not name.strip():
        raise Refused("请写明用途,例如哪个单位的哪个系统。", field="name")
    if not localdate(at) < expires_on <= localdate(at) + LONGEST:
        raise Refused("有效期应在明天到一年之内。", field="expires_on")
    key = START + secrets.token_urlsafe(32)
    with unit_of_work():
        token = ItemToken.objects.create(
            unit=unit, root=unit.root or unit, name=name.strip(), prefix=key[:10], digest=digest_of(key),
            expires_on=expires_on, made_by=by, made_at=at,
        )  # fmt: skip
        record("items.token_issued", by=by, at=at, obj=token, after={"name": token.name, "expires_on": expires_on})
    return token, key


def revoke_token(token: ItemToken, *, by: Any, at: datetime) -> ItemToken:
    """Revoke a key at once. Raises Forbidden, Conflict where it is revoked already."""
    require(by, MANAGE, token)
    with unit_of_work():
        locked = ItemToken.objects.select_for_update(of=("self",)).select_related("unit").get(pk=token.pk)
        if locked.revoked_at is not None:
            raise Conflict("这个密钥已经吊销。")
        locked.revoked_at, locked.revoked_by = at, by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        record("items.token_revoked", by=by, at=at, obj=locked)
    return locked


def use_token(key: str, *, at: datetime) -> ItemToken:
    """Return the key's row and count the use. Raises Forbidden for a key that does not hold, TooOften."""
    with unit_of_work():
        rows = ItemToken.objects.select_for_update(of=("self",)).select_related("unit")
        token = rows.filter(digest=digest_of(key)).first()
        if token is None or token.revoked_at is not None or token.expires_on < localdate(at):
            raise Forbidden("密钥无效、已过期或已吊销。请联系宣传部门重新签发。")
        if token.window_at is None or at - token.window_at >= MINUTE:
            token.window_at, token.window_count = at, 0
        if token.window_count >= settings.ITEM_PUSHES_PER_MINUTE:
            raise TooOften(f"推送过于频繁,每分钟最多 {settings.ITEM_PUSHES_PER_MINUTE} 次。请稍后再试。")
        token.window_count, token.last_used_at = token.window_count + 1, at
        token.save(update_fields=["window_at", "window_count", "last_used_at"])
    return token


def digest_of(key: str) -> str:
    """Return what is kept of a key; it is long and random, so that a plain digest serves."""
    return hashlib.sha256(key.encode()).hexdigest()
