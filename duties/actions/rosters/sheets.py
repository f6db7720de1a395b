"""Importing shifts from a checked workbook, and taking an import back (导入、撤销)."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden
from newmedia_portal.core.transactions import unit_of_work

from ...models import DutyBatch, DutyRoster, DutyShift
from ...states import BatchStatus
from ..batches import finish, locked, take_back
from .keep import running
from .shifts import Turn, values_of


def import_rows(batch: DutyBatch, *, by: User, at: datetime) -> DutyBatch:
    """Put the shifts of a checked workbook on the roster; those that stand there meanwhile are left as they are.

    Raises Forbidden for strangers to the unit, Conflict when the batch was imported or the roster has ended.
    """
    with unit_of_work():
        held = locked(batch, BatchStatus.CHECKED, "这份值班表已经导入过,不会重复导入。")
        roster = running(_roster(held), by)
        people = User.objects.in_bulk({row["person"] for row in held.rows if row["person"]})
        known = set(roster.shifts.standing().values_list("name", "starts_at", "ends_at"))
        turns = [_turn(row, people) for row in held.rows]
        fresh = [turn for turn in turns if (turn.name, turn.starts_at, turn.ends_at) not in known]
        DutyShift.objects.bulk_create((DutyShift(**values_of(roster, turn, batch=held)) for turn in fresh), 500)
        unchanged = held.count("unchanged") + len(turns) - len(fresh)
        finish(held, {"created": len(fresh), "unchanged": unchanged}, at=at)
        record("roster.imported", by=by, at=at, obj=held, after=dict(held.counts))
    return held


def undo_import(batch: DutyBatch, *, by: User, at: datetime) -> DutyBatch:
    """Take an import back: its shifts are cancelled, but those begun, exchanged or handed over stay and are counted."""
    with unit_of_work():
        held = locked(batch, BatchStatus.DONE, "这份值班表没有导入,或已经撤销。")
        if not by.has_perm("duties.work_rosters", held.unit):
            raise Forbidden("只有本单位的经办人和值班人员可以撤销导入。")
        shifts = held.shifts.standing()
        untouched = shifts.filter(starts_at__gt=at, swaps__isnull=True, handed_over_at__isnull=True)
        gone = DutyShift.objects.filter(pk__in=list(untouched.values_list("pk", flat=True))).update(
            cancelled_at=at, cancel_reason="撤销导入"
        )
        take_back(held, gone=gone, kept=held.shifts.standing().count(), at=at)
        record("roster.import_undone", by=by, at=at, obj=held, after=dict(held.counts))
    return held


def _roster(batch: DutyBatch) -> DutyRoster:
    if batch.roster is None:
        raise ValueError("a batch of shifts names its roster")
    return batch.roster


def _turn(row: dict[str, Any], people: dict[int, User]) -> Turn:
    starts, ends = datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"])
    return Turn(starts, ends, people.get(row["person"]), row["name"], row["office_phone"], row["role"])
