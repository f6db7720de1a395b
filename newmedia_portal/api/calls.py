"""What every call goes through (调用): its token, the operation's scope and right, clean input, one answer."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from ninja import Status
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from newmedia_portal.core.audit.context import origin
from newmedia_portal.core.tokens.answering import answer_once
from newmedia_portal.core.tokens.models import ApiToken
from newmedia_portal.core.tokens.scopes import Scope
from newmedia_portal.core.tokens.using import NoToken, admit

from .problems import Problem

#: How deep a JSON body may be nested; nothing that an operation takes comes near.
DEEPEST = 20
SHORTEST_KEY, LONGEST_KEY = 8, 80


class Call(HttpRequest):
    """A request that has passed `Bearer`: `auth` is its token, `user` the token's owner."""

    auth: ApiToken
    request_id: str


class Bearer(HttpBearer):
    """A token with one scope, whose owner holds one right now (empty: any)."""

    def __init__(self, scope: str = "", right: str = "") -> None:
        super().__init__()
        self.scope, self.right = scope, right

    def __call__(self, request: HttpRequest) -> Any:
        """Return the token of a call; a session gives no right here, and no other kind of log-in does."""
        if not settings.API_ENABLED:
            raise Problem(404, "本平台的接口已停用，请联系系统管理员。")
        found = super().__call__(request)
        if found is None:
            raise NoToken("请求没有带令牌。")
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Return the token's row. Raises NoToken, TooOften, ElsewhereRefused or Problem."""
        found = admit(token.strip(), address=request.META.get("REMOTE_ADDR", ""), at=timezone.now())
        request.user = owner = found.user
        if owner.must_change_password:
            raise Problem(403, "使用人须先登录网页修改密码，令牌才能使用。")
        if self.scope and self.scope not in found.scopes:
            raise Problem(
                403, f"令牌没有这个范围：{Scope(self.scope).label}（{self.scope}）。请重新建立带有该范围的令牌。"
            )
        if not all(owner.has_perm(right) for right in ("core.use_tokens", self.right) if right):
            raise Problem(404, "")
        return found


class CleanParser(Parser):
    """Reads JSON and parameters; refuses what no database stores: NUL, lone surrogates, numbers without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. Raises Problem for what is no JSON."""
        try:
            body = json.loads(request.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "请求内容不是 JSON。") from error
        _refuse_odd(body)
        return body

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """Return the parameters; empty ones count as left out."""
        found = super().parse_querydict(data, list_fields, request)
        kept = {name: value for name, value in found.items() if value not in ("", [""])}
        _refuse_odd(kept)
        return kept


class Renderer(JSONRenderer):
    """Chinese stays readable."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """Return the bytes of an answer."""
        return json.dumps(data, cls=self.encoder_class, ensure_ascii=False).encode("utf-8", "replace")


def write(request: Call, key: str, said: Any, act: Callable[[], tuple[int, Any]], response: HttpResponse) -> Any:
    """Do what a writing call asks for, once for its Idempotency-Key; the audit log names the token.

    `said` is what the key stands for, beside method and path. Returns status and content, as ninja takes them.
    """
    key = key.strip()
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        wanted = f"应为 {SHORTEST_KEY} 到 {LONGEST_KEY} 个可见的英文字符，每个新请求换一个。"
        raise Problem(400, "请求头 Idempotency-Key 不符合要求。", errors=[("Idempotency-Key", wanted)])
    text = json.dumps([request.method, request.path, said], cls=DjangoJSONEncoder, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    address = f"{request.META.get('REMOTE_ADDR', '')} 令牌{request.auth.pk}"
    with origin(address=address, request_id=request.request_id):
        found = answer_once(request.auth, key=key, digest=digest, act=act, at=timezone.now())
    if found.again:
        response["Idempotent-Replayed"] = "true"
    return Status(found.status, found.body)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _refuse_odd(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise Problem(400, "请求内容的层次过深。")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise Problem(422, "内容含有不能保存的字符（空字符或不完整的字符）。请删去后重试。")
    elif isinstance(value, dict):
        for name, part in value.items():
            _refuse_odd(name, depth + 1)
            _refuse_odd(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _refuse_odd(part, depth + 1)
