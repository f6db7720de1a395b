"""Importing messages from a checked workbook, and taking an import back (导入、撤销)."""

from datetime import datetime
from typing import Any

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema.content import ReplyLimit

from ...inquiries.clock import late_days, rule_for
from ...models import DutyBatch, PublicMessage
from ...states import BatchStatus, MessageState
from ..batches import finish, locked, take_back
from .log import Letter, values_of

BATCH = 500


def import_rows(batch: DutyBatch, *, by: User, at: datetime) -> DutyBatch:
    """Log the messages of a checked workbook; those logged meanwhile are left as they are.

    Raises Forbidden for anyone who does not work for the unit, Conflict when the batch was imported already.
    """
    with unit_of_work():
        held = locked(batch, BatchStatus.CHECKED, "这批留言已经导入过,不会重复导入。")
        if not by.has_perm("duties.work_messages", held.unit):
            raise Forbidden("只有本单位的经办人和值班人员可以导入留言。")
        alone(f"messages:{held.unit_id}")
        edition, rule = rule_for(held.unit, at)
        accounts = MediaAccount.objects.in_bulk({row["account"] for row in held.rows if row["account"]})
        known = set(PublicMessage.objects.filter(unit=held.unit).values_list("mark", flat=True))
        fresh = [row for row in held.rows if row["mark"] not in known]
        made = [_message(held, row, accounts, edition, rule, by=by, at=at) for row in fresh]
        PublicMessage.objects.bulk_create(made, batch_size=BATCH)
        finish(held, {"created": len(made), "unchanged": held.count("unchanged") + len(held.rows) - len(made)}, at=at)
        record("message.imported", by=by, at=at, obj=held, after=dict(held.counts))
    return held


def undo_import(batch: DutyBatch, *, by: User, at: datetime) -> DutyBatch:
    """Take an import back: its messages go, but those that somebody has worked on since stay and are counted.

    Raises Forbidden for anyone who does not work for the unit, Conflict for a batch that is not imported.
    """
    with unit_of_work():
        held = locked(batch, BatchStatus.DONE, "这批留言没有导入,或已经撤销。")
        if not by.has_perm("duties.work_messages", held.unit):
            raise Forbidden("只有本单位的经办人和值班人员可以撤销导入。")
        untouched = held.messages.filter(changed_at__isnull=True, notes__isnull=True)
        gone, _ = untouched.delete()
        take_back(held, gone=gone, kept=held.messages.count(), at=at)
        record("message.import_undone", by=by, at=at, obj=held, after=dict(held.counts))
    return held


def _message(
    batch: DutyBatch,
    row: dict[str, Any],
    accounts: dict[int, MediaAccount],
    edition: EditionRecord,
    rule: ReplyLimit,
    *,
    by: User,
    at: datetime,
) -> PublicMessage:
    unit: Unit = batch.unit
    letter = Letter(
        received_at=datetime.fromisoformat(row["received_at"]), text=row["text"], channel=row["channel"],
        topic=row["topic"], account=accounts.get(row["account"]), author=row["author"], link=row["link"],
    )  # fmt: skip
    values = values_of(unit, letter, edition, rule, by=by, at=at) | {"batch": batch}
    if row["answer"]:
        answered_at = datetime.fromisoformat(row["answered_at"])
        values |= {
            "answer": row["answer"],
            "answered_at": answered_at,
            "answered_by": by,
            "is_public": row["is_public"],
        }
        values |= {"answer_link": row["answer_link"], "late_days": late_days(values.get("due_on"), answered_at)}
        values |= {"state": MessageState.ANSWERED}
    elif row["waive_reason"]:
        values |= {"waive_reason": row["waive_reason"], "answered_by": by, "state": MessageState.WAIVED}
    return PublicMessage(**values)
