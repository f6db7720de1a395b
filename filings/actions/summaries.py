"""Writing and reading yearly summaries (年度总结)."""

from datetime import datetime

from django.utils.timezone import localdate

from accounts.models import StaffRecord
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ..models import Filing, WorkSummary

TEXTS = ("done", "people", "money", "equipment", "plans")


def write_summary(unit: Unit, *, year: int, texts: dict[str, str], by: User, at: datetime) -> WorkSummary:
    """Write or mend the summary of a unit's year; trainings are counted from the records of its people.

    Raises Forbidden for people who do not write for the unit, Conflict once the department has read it, Refused for a
    year ahead or without a word of what was done.
    """
    if not by.has_perm("filings.edit_filing", Filing(unit=unit)):
        raise Forbidden("只有本单位经办人可以填写年度总结。")
    if year > localdate(at).year:
        raise Refused("年度还没有到。", field="year")
    if not texts.get("done", "").strip():
        raise Refused("请写明工作情况。", field="done")
    with unit_of_work():
        fresh = WorkSummary(unit=unit, root=unit.root or unit, year=year)
        summary = WorkSummary.objects.select_for_update().filter(unit=unit, year=year).first() or fresh
        if summary.read_at is not None:
            raise Conflict("宣传部门已经阅知，不能再改。需要补充的，写进下一年度的总结。")
        for name in TEXTS:
            setattr(summary, name, texts.get(name, "").strip())
        summary.trainings = trainings_of(unit, year)
        summary.by, summary.at = by, at
        summary.save()
        record("summary.written", by=by, at=at, obj=summary, after={"year": year, **texts})
    return summary


def read_summary(summary: WorkSummary, *, by: User, at: datetime) -> WorkSummary:
    """Let the department say that it has read it. Raises Forbidden for others, Conflict when it was read."""
    with unit_of_work():
        held = WorkSummary.objects.select_for_update(of=("self",)).select_related("unit").get(pk=summary.pk)
        if not by.has_perm("filings.run_annual", held):
            raise Forbidden("只有宣传部门可以登记阅知。")
        if held.read_at is not None:
            raise Conflict("已经登记阅知。")
        held.read_by, held.read_at = by, at
        held.save(update_fields=["read_by", "read_at"])
        record("summary.read", by=by, at=at, obj=held, after={"year": held.year})
    summary.refresh_from_db()
    return held


def trainings_of(unit: Unit, year: int) -> int:
    """Return how many trainings of the unit's people were recorded in a year."""
    return StaffRecord.objects.filter(post__unit=unit, code="training", on__year=year).count()
