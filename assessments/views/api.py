"""The address at which other systems push published items (接口推送): a key, JSON in, an answer for each item."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.refusals import Forbidden, Refused

from ..actions.items.push import REFUSED, Pushed, push_items
from ..actions.items.tell import Covered
from ..actions.items.tokens import TooOften, use_token
from ..forms.pushed import Message, read_message
from ..telling import Told

MOST_BYTES = 1024 * 1024
SCHEME = "Bearer "


# The key in the header is the right; a session gives none.
# nosemgrep: tests.semgrep.protection-switched-off
@guard(PUBLIC)
@csrf_exempt
@require_POST
def items(request: HttpRequest) -> JsonResponse:
    """Take items over. The key stands in the header `Authorization: Bearer …`; a session gives no right here."""
    now = timezone.now()
    header = request.headers.get("Authorization", "")
    try:
        token = use_token(header.removeprefix(SCHEME) if header.startswith(SCHEME) else "", at=now)
    except Forbidden as refused:
        return _no(refused, 401, WWW_Authenticate="Bearer")
    except TooOften as refused:
        return _no(refused, 429, Retry_After="60")
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:12]) > MOST_BYTES:
        return _no(Refused("内容超过 1 MB。请分批推送。"), 413)
    origin = f"api:{token.pk}"
    try:
        message = read_message(json.loads(request.body), unit=token.unit, origin=origin)
    except (ValueError, RecursionError):
        return _no(Refused("内容不是 JSON。"), 400)
    except Refused as refused:
        return _no(refused, 400)
    good = [one for one in message.items if isinstance(one, Told)]
    covers = [Covered(*days) for days in message.complete] if len(good) == len(message.items) else []
    try:
        answers = push_items(good, origin=origin, by=None, at=now, covers=covers)
    except Refused as refused:
        return _no(refused, 409)
    return JsonResponse(_answer(message, answers), json_dumps_params={"ensure_ascii": False})


def _answer(message: Message, answers: list[Pushed]) -> dict[str, Any]:
    waiting = iter(answers)
    found = []
    for one, mark in zip(message.items, message.ids, strict=True):
        answer = next(waiting) if isinstance(one, Told) else Pushed(REFUSED, field=one.field, message=one.message)
        row: dict[str, Any] = {"id": mark, "verdict": answer.verdict}
        row |= {"item": answer.item} if answer.item else {"field": answer.field, "message": answer.message}
        found.append(row)
    verdicts = [row["verdict"] for row in found]
    return {"items": found, "counts": {word: verdicts.count(word) for word in dict.fromkeys(verdicts)}}


def _no(refused: Refused, status: int, **headers: str) -> JsonResponse:
    body = {"field": refused.field, "message": refused.message}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JsonResponse(body, status=status, headers=named, json_dumps_params={"ensure_ascii": False})
