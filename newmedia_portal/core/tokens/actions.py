"""Making and revoking tokens, and the accounts of programs (建立、停用令牌；服务账号)."""

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from ..access.models import User
from ..audit.actions import record, register
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .models import ApiToken, ServiceAccount, TokenUse
from .scopes import Scope

START = "nma_"
LONGEST = timedelta(days=365)
MOST_TOKENS = 20
MOST_NETWORKS = 50

register("token.made", "建立接口令牌")
register("token.revoked", "停用接口令牌")
register("token.service_made", "建立服务账号")


def make_token(
    owner: User,
    *,
    name: str,
    scopes: Sequence[str],
    networks: Sequence[str],
    expires_on: date,
    by: User,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Make a token for oneself or, as system administrator, for a service account; returns the row and the key.

    The key is not kept. Raises Forbidden for anybody else's account, Refused for a missing name or scope, a day that
    is past or more than a year ahead, an address that is none, and beyond the most that one account may hold.
    """
    _may_make(owner, by)
    if not name.strip():
        raise Refused("请写明用途，例如哪个系统使用。", field="name")
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Refused("请至少选择一项范围。", field="scopes")
    if not localdate(at) < expires_on <= localdate(at) + LONGEST:
        raise Refused("有效期应在明天到一年之内。", field="expires_on")
    places = read_networks(networks)
    key = START + secrets.token_urlsafe(32)
    with unit_of_work():
        User.objects.select_for_update().get(pk=owner.pk)
        if ApiToken.objects.filter(user=owner).serving(localdate(at)).count() >= MOST_TOKENS:
            raise Refused(f"一个账号最多有 {MOST_TOKENS} 个有效令牌。请先停用不再使用的。")
        token = ApiToken.objects.create(
            user=owner, name=name.strip(), prefix=key[:10], digest=digest_of(key), scopes=sorted(set(scopes)),
            networks=places, expires_on=expires_on, made_by=by, made_at=at,
        )  # fmt: skip
        TokenUse.objects.create(token=token)
        said = {"for": str(owner), "scopes": token.scopes, "networks": places, "expires_on": expires_on}
        record("token.made", by=by, at=at, obj=token, after={"name": token.name, **said})
    return token, key


def revoke_token(token: ApiToken, *, by: User, at: datetime) -> ApiToken:
    """Revoke a token at once. Raises Forbidden for a stranger's, Conflict where it is revoked already."""
    if not ApiToken.objects.visible_to(by).filter(pk=token.pk).exists():
        raise Forbidden("只能停用自己的令牌。需要停用他人令牌的，请联系系统管理员。")
    with unit_of_work():
        locked: ApiToken = ApiToken.objects.select_for_update().get(pk=token.pk)
        if locked.revoked_at is not None:
            raise Conflict("这个令牌已经停用。")
        locked.revoked_at, locked.revoked_by = at, by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        record("token.revoked", by=by, at=at, obj=locked)
    return locked


def make_service_account(*, name: str, username: str, purpose: str, by: User, at: datetime) -> ServiceAccount:
    """Make an account for a program; it has no password and no post: the security administrator grants its posts.

    Raises Forbidden for anyone but the system administrator, Refused for a log-in that is taken.
    """
    if not by.has_perm("core.manage_service_accounts"):
        raise Forbidden("只有系统管理员可以建立服务账号。")
    with unit_of_work():
        if User.objects.filter(username__iexact=username).exists():
            raise Refused("这个登录名已有人使用，请换一个。", field="username")
        user = User(username=username, full_name=name.strip())
        user.set_unusable_password()
        user.save()
        account = ServiceAccount.objects.create(user=user, purpose=purpose.strip(), made_by=by, made_at=at)
        record("token.service_made", by=by, at=at, obj=user, after={"purpose": account.purpose})
    return account


def read_networks(lines: Sequence[str]) -> list[str]:
    """Return addresses and networks in CIDR form; raises Refused naming the line that is none."""
    found = []
    for line in (line.strip() for line in lines):
        if not line:
            continue
        try:
            found.append(str(ipaddress.ip_network(line, strict=False)))
        except ValueError as error:
            said = f"“{line[:60]}”不是网络地址。请写成 10.1.2.3 或 10.1.2.0/24，每行一个。"
            raise Refused(said, field="networks") from error
    if len(found) > MOST_NETWORKS:
        raise Refused(f"最多写 {MOST_NETWORKS} 个地址。请改写成网段。", field="networks")
    return list(dict.fromkeys(found))


def digest_of(key: str) -> str:
    """Return what is kept of a key; it is long and random, so that a plain digest serves."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _may_make(owner: User, by: User) -> None:
    if not by.has_perm("core.use_tokens"):
        raise Forbidden("没有岗位的人员不能建立令牌，请联系系统管理员。")
    if owner.pk == by.pk:
        return
    if not (by.has_perm("core.manage_service_accounts") and ServiceAccount.objects.filter(user=owner).exists()):
        raise Forbidden("只能为自己建立令牌；系统管理员还可以为服务账号建立。")
