"""Acting once however often a form is sent (防重复提交): the token of the form is a row in the action's transaction."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from ..jobs.schedule import Counts, daily
from ..transactions import unit_of_work
from .models import SentForm

KEPT = timedelta(days=2)


def act_once(token: UUID | None, act: Callable[[], str], *, by: Any, at: datetime) -> str:
    """Run `act` and return the address it returns; a second sending returns the address of the first.

    A second one that arrives meanwhile waits for the first, by the unique row. If `act` raises (Refused), nothing
    remains and the form may be sent again. Without a token it simply acts.
    """
    with unit_of_work():
        if token is None:
            return act()
        row, is_first = SentForm.objects.get_or_create(user=by, token=token, defaults={"sent_at": at, "result_url": ""})
        if not is_first:
            return row.result_url
        row.result_url = act()
        row.save(update_fields=["result_url"])
        return row.result_url


@daily("ui.forget_sent_forms", label="清理已提交表单的标记", not_before=time(3, 30))
def forget_sent_forms(*, on: Any, at: datetime) -> Counts:
    """Delete tokens older than two days; safe to repeat."""
    gone, _ = SentForm.objects.filter(sent_at__lt=at - KEPT).delete()
    return Counts(looked_at=gone, cleared=gone)
