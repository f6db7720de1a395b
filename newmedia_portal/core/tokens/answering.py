"""Answering a writing call once however often it is sent (防重复提交): the answer is a row of its transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ..jobs.schedule import Counts, daily
from ..refusals import Conflict
from ..transactions import unit_of_work
from .models import ApiToken, KeptAnswer

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Answer:
    """Status and content; `again` says that it is the one given before."""

    status: int
    body: Any
    again: bool = False


def answer_once(token: ApiToken, *, key: str, digest: str, act: Callable[[], tuple[int, Any]], at: datetime) -> Answer:
    """Run `act` and keep its answer under the sender's key; the same call once more gets the kept answer.

    A parallel call with the same key waits by the unique row. If `act` raises, nothing remains and the key is free.
    Raises Conflict where the key was used for something else.
    """
    with unit_of_work():
        row, is_first = KeptAnswer.objects.get_or_create(token=token, key=key, defaults={"digest": digest, "at": at})
        if not is_first:
            if row.digest != digest:
                raise Conflict("这个 Idempotency-Key 已用于另一个请求。请为新的请求换一个键。")
            return Answer(row.status, row.body, again=True)
        row.status, row.body = act()
        row.save(update_fields=["status", "body"])
        return Answer(row.status, row.body)


@daily("tokens.forget_answers", label="清理接口已答复的请求", not_before=time(3, 40))
def forget_answers(*, on: date, at: datetime) -> Counts:
    """Delete answers older than two days; safe to repeat."""
    gone, _ = KeptAnswer.objects.filter(at__lt=at - KEPT).delete()
    return Counts(looked_at=gone, cleared=gone)
