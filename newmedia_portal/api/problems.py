"""Refusals as RFC 9457 problems (错误说明): what is wrong in Chinese, what to do about it, where."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.tokens.using import ElsewhereRefused, NoToken, TooOften
from newmedia_portal.regimes.editions import NoEdition

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 50
log = logging.getLogger(__name__)

TITLES = {
    400: ("bad-request", "请求无法读取", "请按接口说明核对请求的格式后重试。"),
    401: ("no-token", "没有有效的令牌", "请在请求头 Authorization 里写“Bearer 令牌”；令牌在“接口令牌”页面建立。"),
    403: ("not-allowed", "不允许这样做", "请核对令牌的范围、地址清单和使用人的岗位。"),
    404: ("not-found", "没有找到", "请核对地址和编号；不在使用人查看范围内的对象同样答复“没有找到”。"),
    409: ("conflict", "与现状冲突", "请重新读取后再提交。"),
    413: ("too-large", "内容过大", "请减少一次提交的内容，分批发送。"),
    422: ("unprocessable", "内容不符合要求", "请按 errors 逐项更正后重新提交。"),
    429: ("too-often", "调用过于频繁", "请按 Retry-After 等待后再试，或降低调用频率。"),
    500: ("internal", "系统内部错误", "请稍后重试；仍不成功的，把 request_id 告诉系统管理员。"),
    503: ("unavailable", "系统暂时不可用", "请按 Retry-After 等待后再试。"),
}
WORDS = {
    "missing": "没有填写。",
    "extra_forbidden": "没有这一项。",
    "literal_error": "不是可选的值。",
    "enum": "不是可选的值。",
}


class Fault(Schema):
    """One thing that is wrong, and where."""

    field: str = Field(description="出错的字段")
    message: str = Field(description="问题和更正办法")


class ProblemOut(Schema):
    """An RFC 9457 problem."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    request_id: str = ""
    errors: list[Fault] = []


#: The answers that every operation may give besides its own.
REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), ProblemOut)


class Problem(Exception):
    """A refusal of the interface itself."""

    def __init__(self, status: int, detail: str, *, errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors


def answer(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    errors: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return a problem as an answer."""
    code, title, remedy = TITLES[status]
    body: dict[str, Any] = {
        "type": f"/api/v1/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "remedy": remedy,
        "errors": [{"field": field, "message": message} for field, message in errors[:MOST_FAULTS]],
    }
    if status >= 500:
        body["request_id"] = getattr(request, "request_id", "")
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    more = {"WWW-Authenticate": 'Bearer realm="api"'} if status == 401 else {}
    more |= {"Retry-After": "5"} if status == 503 else {}
    return HttpResponse(
        text, status=status, content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "Content-Language": "zh-CN", **more, **(headers or {})},
    )  # fmt: skip


def _of_refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Turn the refusal of an action into a problem."""
    if isinstance(refused, NoToken):
        return answer(request, 401, refused.message)
    if isinstance(refused, TooOften):
        return answer(request, 429, refused.message, headers={"Retry-After": str(refused.wait)})
    if isinstance(refused, (ElsewhereRefused, Forbidden)):
        return answer(request, 403, refused.message)
    if isinstance(refused, Conflict):
        return answer(request, 409, refused.message, errors=_named(refused))
    problems = getattr(refused, "problems", ())
    errors = [(problem.field or problem.task, problem.message) for problem in problems] or _named(refused)
    return answer(request, 422, refused.message, errors=errors)


def _named(refused: Refused) -> list[tuple[str, str]]:
    return [(refused.field, refused.message)] if refused.field else []


def _of_validation(request: HttpRequest, found: ValidationError) -> HttpResponse:
    """Say in Chinese what of the request does not fit its description."""
    errors = []
    for error in found.errors:
        place = [str(step) for step in error.get("loc", ())]
        field = ".".join(place[2:] if place[:1] in (["body"], ["query"]) and len(place) > 2 else place[1:] or place)
        kind = str(error.get("type", ""))
        errors.append((field[:200], WORDS.get(kind) or _words_of(kind, error.get("ctx") or {})))
    return answer(request, 422, "请求的内容不符合要求。", errors=errors)


def _words_of(kind: str, limits: dict[str, Any]) -> str:
    if kind in ("string_too_long", "too_long"):
        return f"过长，最多 {limits.get('max_length')} 个。"
    if kind in ("string_too_short", "too_short"):
        return f"过短，至少 {limits.get('min_length')} 个。"
    if kind in ("less_than_equal", "greater_than_equal"):
        return f"超出范围，应{'不大于' if 'le' in limits else '不小于'} {limits.get('le', limits.get('ge'))}。"
    for start, words in (("int", "应为整数。"), ("bool", "应为 true 或 false。"), ("string", "应为文字。"),
                         ("date", "日期应写成 2026-09-01，时间应写成 2026-09-01T18:00:00+08:00。"),
                         ("list", "应为数组。"), ("json", "不是 JSON。")):  # fmt: skip
        if kind.startswith(start):
            return words
    return "填写的内容不符合要求，请对照接口说明。"


def _of_anything(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what nobody foresaw: logged and told as on the pages, without a word of the inside."""
    got_request_exception.send(sender=None, request=request)
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("数据库暂时不可用：%s", type(error).__name__)
        return answer(request, 503, "数据库暂时不可用，没有保存任何内容。")
    log.error("接口出错：%s", request.path, exc_info=error)
    return answer(request, 500, "系统没有完成这个请求，没有保存任何内容。")


def _of_ninja(request: HttpRequest, it: HttpError) -> HttpResponse:
    """Answer what the framework refuses; where our reading of the body was the cause, in its words."""
    if isinstance(cause := it.__cause__, Problem):
        return answer(request, cause.status, cause.detail, errors=cause.errors)
    return answer(request, it.status_code if it.status_code in TITLES else 400, "")


def install(api: NinjaAPI) -> None:
    """Answer every refusal of the interface as a problem."""
    api.add_exception_handler(Exception, _of_anything)
    api.add_exception_handler(Refused, _of_refusal)
    api.add_exception_handler(ValidationError, _of_validation)
    api.add_exception_handler(Problem, lambda request, it: answer(request, it.status, it.detail, errors=it.errors))
    api.add_exception_handler(Http404, lambda request, it: answer(request, 404, ""))
    api.add_exception_handler(PermissionDenied, lambda request, it: answer(request, 403, ""))
    api.add_exception_handler(RequestDataTooBig, lambda request, it: answer(request, 413, ""))
    for unreadable in (BadRequest, SuspiciousOperation, UnreadablePostError):
        api.add_exception_handler(unreadable, lambda request, it: answer(request, 400, ""))
    api.add_exception_handler(
        NoEdition, lambda request, it: answer(request, 422, "该单位适用的制度还没有发布的版本，请联系系统管理员。")
    )
    api.add_exception_handler(HttpError, _of_ninja)
