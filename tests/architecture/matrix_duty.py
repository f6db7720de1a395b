"""Messages, rosters and incidents of the access matrix: at each place one of each kind that waits to be worked on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from duties.actions import incidents, inquiries, rosters
from duties.actions.batches import keep_checked
from duties.actions.incidents import Finding
from duties.actions.inquiries import Letter
from duties.actions.rosters import Turn
from duties.models import MessageSample
from newmedia_portal.core.access.models import Unit, User
from tests.world import NOON

DAY = timedelta(days=1)
STANDS_FOR: dict[str, dict[str, str]] = {
    "duties:message": {"pk": "message"},
    "duties:message-reopen": {"pk": "message_done"},
    "duties:sample": {"pk": "message_sample"},
    "duties:batch": {"pk": "duty_batch"},
    "duties:batch-undo": {"pk": "duty_batch_done"},
    "duties:roster": {"pk": "roster"},
    "duties:shift": {"pk": "shift"},
    "duties:incident": {"pk": "incident"},
    "duties:incident-close": {"pk": "incident_handled"},
    "duties:incident-reopen": {"pk": "incident_closed"},
}
CONSTANTS: dict[str, dict[str, Any]] = {"duties:incident-step": {"axis": "action"}}
MOMENT = "2026-09-18T12:00"
# What would act if the sender were allowed to.
SENT: dict[str, dict[str, Any]] = {
    "duties:message-answer": {"text": "您好", "answered_at": MOMENT, "is_public": "yes"},
    "duties:message-pass": {"to": "示例文化馆"},
    "duties:message-waive": {"reason": "重复留言"},
    "duties:message-reopen": {"reason": "答非所问"},
    "duties:message-comment": {"text": "请尽快答复"},
    "duties:roster-shift": {"starts_at": "2026-09-21T08:00", "ends_at": "2026-09-21T20:00", "name": "李某"},
    "duties:roster-copy": {"what": "week", "target": "2099-01-12"},
    "duties:roster-look": {"seen_at": MOMENT, "what": "示例账号", "result": "nil"},
    "duties:shift-swap": {"name": "李某", "reason": "出差"},
    "duties:shift-cancel": {"reason": "重排"},
    "duties:shift-handover": {"note": "无"},
    "duties:incident-tell": {"side": "head", "moment": MOMENT, "channel": "电话"},
    "duties:incident-step": {"text": "已隐藏评论", "moment": MOMENT},
    "duties:incident-grade": {"severity": "major", "reason": "扩散"},
    "duties:incident-summary": {"cause": "示例", "handling": "示例", "lessons": "示例"},
    "duties:incident-close": {"handled_at": MOMENT},
    "duties:incident-reopen": {"reason": "再次出现"},
    "duties:incident-comment": {"text": "请跟进"},
}
SENT["duties:roster-shift"]["role"] = "duty"


def furnish(stage: Any, place: str, unit: Unit, writer: User) -> None:
    """Let a unit log messages, keep a roster and enter incidents."""
    account = _account(unit, f"shili_duty_{place}")
    for kind, number in (("message", 1), ("message_done", 2)):
        letter = Letter(received_at=NOON, text=f"示例留言{place}{number}", account=account)
        stage.put(kind, place, inquiries.log_message(unit, letter, by=writer, at=NOON))
    done = stage.objects["message_done"][place]
    inquiries.give_answer(done, text="您好", answered_at=NOON, is_public=True, by=writer, at=NOON)
    day, seed = NOON.date(), {"size": 1, "seed": place, "population": 2, "newest": done.pk, "chosen": [done.pk]}
    sample = MessageSample.objects.create(
        unit=unit, root=unit.root, first_on=day, last_on=day, by=writer, at=NOON, **seed
    )
    stage.put("message_sample", place, sample)
    _batches(stage, place, unit, writer)
    kept = rosters.create_roster(unit, by=writer, at=NOON)
    stage.put("roster", place, kept)
    stage.put("shift", place, _running(kept, writer))
    for kind in ("incident", "incident_handled", "incident_closed"):
        stage.put(kind, place, _incident(kind, unit, account, writer))


def _running(kept: Any, writer: User) -> Any:
    now = timezone.now()
    copied = Turn(datetime(2099, 1, 5, tzinfo=UTC), datetime(2099, 1, 6, tzinfo=UTC), name="李某")
    rosters.add_shift(kept, copied, by=writer, at=NOON)
    return rosters.add_shift(kept, Turn(now - DAY, now + DAY, name="张某"), by=writer, at=NOON)


def _batches(stage: Any, place: str, unit: Unit, writer: User) -> None:
    for kind in ("duty_batch", "duty_batch_done"):
        batch = keep_checked(
            unit, kind="messages", file_name="示例.xlsx", rows=[], faults=[], counts={}, by=writer, at=NOON
        )
        stage.put(kind, place, batch)
    inquiries.import_rows(stage.objects["duty_batch_done"][place], by=writer, at=NOON)


def _incident(kind: str, unit: Unit, account: MediaAccount, writer: User) -> Any:
    found = Finding(kind="comment", title=f"示例{kind}", found_at=NOON, account=account)
    row = incidents.enter_incident(unit, found, by=writer, at=NOON)
    if kind != "incident":
        step = incidents.Step(axis="action", moment=NOON, text="已隐藏评论")
        incidents.log_step(row, step, by=writer, at=NOON)
    return incidents.close(row, handled_at=NOON, by=writer, at=NOON) if kind == "incident_closed" else row


def _account(unit: Unit, handle: str) -> MediaAccount:
    made = MediaAccount(
        unit=unit, root=unit.root, platform=Platform.objects.get(code="douyin"), name=handle, handle=handle,
        kind="institutional", state=AccountState.FILED, created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    made.save()
    return made
