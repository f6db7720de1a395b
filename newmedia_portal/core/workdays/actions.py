"""Every write to the calendar: seeding, entering a year's notice, correcting a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..access.models import User
from ..audit.actions import record, register
from ..jobs.outbox import enqueue
from ..refusals import Forbidden, Refused
from ..transactions import unit_of_work
from . import working_days
from .models import CalendarDay, CalendarYear
from .notices import NoticeRow, check_notice
from .recompute import JOB, Move, recompute_clocks
from .seed import digest, shipped_years
from .states import YearStatus
from .terms import SpecialDay

register("calendar.seeded", "写入初始工作日历")
register("calendar.year_entered", "录入年度放假安排")
register("calendar.day_corrected", "更正日历日期")


@dataclass(frozen=True)
class CalendarChange:
    """What a change did, or would do: the year and the open clocks that move."""

    year: CalendarYear
    days: tuple[SpecialDay, ...]
    moves: tuple[Move, ...]

    @property
    def later(self) -> tuple[Move, ...]:
        """Clocks whose due date moves back."""
        return tuple(move for move in self.moves if move.later)

    @property
    def earlier(self) -> tuple[Move, ...]:
        """Clocks whose due date comes forward."""
        return tuple(move for move in self.moves if move.earlier)

    @property
    def settled(self) -> int:
        """Clocks that keep their date and only lose or gain the provisional mark."""
        return len(self.moves) - len(self.later) - len(self.earlier)


class ShortensTerms(Refused):
    """Due dates would come forward and nobody has confirmed it."""


def seed_calendar(*, by: User | None, at: datetime) -> int:
    """Write the shipped years that the tables do not hold yet; returns how many. Years that exist are never touched."""
    with unit_of_work():
        stored = set(CalendarYear.objects.values_list("year", flat=True))
        wanted = [year for year in shipped_years() if year.year not in stored]
        for seed in wanted:
            row = CalendarYear.objects.create(
                year=seed.year,
                status=seed.status,
                document=seed.document,
                note="" if seed.document else f"来源:{seed.source}",
                entered_by=by,
                entered_at=at,
                fingerprint=seed.fingerprint,
            )
            taken = set(CalendarDay.objects.filter(date__year=seed.year).values_list("date", flat=True))
            _add_days(row, [day for day in seed.days if day.date not in taken], source=seed.source)
        if wanted:
            years = {"years": [year.year for year in wanted]}
            record("calendar.seeded", by=by, at=at, after=years)
    working_days.forget()
    return len(wanted)


def enter_year(
    year: int,
    rows: Sequence[NoticeRow],
    *,
    document: str,
    by: User,
    at: datetime,
    note: str = "",
    confirm_earlier: bool = False,
) -> CalendarChange:
    """Enter or replace the notice of a year, mark it published and recompute the open clocks, in one transaction.

    A day of the December before that the notice names passes to this year's arrangement. Refusals: Forbidden without
    `core.manage_calendar`; NoticeFaults with every fault; Refused without a document number or when a day belongs to
    a later notice; ShortensTerms when due dates come forward and `confirm_earlier` is not given.
    """
    _require_manager(by)
    days = check_notice(year, rows)
    document = document.strip()
    if not document or len(document) > 100:
        raise Refused("请填写通知的文号,不超过100个字,例如“国办发明电〔2025〕7号”。", field="document")
    with unit_of_work():
        row, before = _open_year(year, by=by, at=at)
        owned = list(row.days.values_list("date", flat=True))
        row.days.all().delete()
        _take_over(row, days)
        _add_days(row, days, source=document)
        row.status, row.document, row.note = YearStatus.PUBLISHED, document, note.strip()[:300]
        _close_year(row, by=by, at=at)
        after = {"status": row.status, "document": document, "days": _as_text(days)}
        record("calendar.year_entered", by=by, at=at, obj=row, before=before | {"rows": len(owned)}, after=after)
        moves = _recompute(by=by, at=at, confirm_earlier=confirm_earlier)
    working_days.forget()
    return CalendarChange(row, days, moves)


def correct_day(
    day: date, *, kind: str, name: str, reason: str, by: User, at: datetime, confirm_earlier: bool = False
) -> CalendarChange:
    """Correct one day of a year: `kind` is "off", "work" or "ordinary" (as the weekday says).

    Needed when the State Council changes an arrangement midway. Refusals as in `enter_year`; a reason is required.
    """
    _require_manager(by)
    special = _corrected(day, kind, name.strip())
    if not reason.strip():
        raise Refused("请写明更正的依据,例如补充通知的文号。", field="reason")
    with unit_of_work():
        row, _ = _open_year(day.year, by=by, at=at)
        old = CalendarDay.objects.filter(date=day).select_related("notice").first()
        if old is not None:
            row = old.notice
            old.delete()
        if special is not None:
            _add_days(row, [special], source=reason.strip()[:100])
        _close_year(row, by=by, at=at)
        record(
            "calendar.day_corrected",
            by=by,
            at=at,
            obj=row,
            before={"day": str(old) if old else f"{day} 未列出"},
            after={"day": _as_text([special])[0] if special else f"{day} 未列出"},
            reason=reason,
        )
        moves = _recompute(by=by, at=at, confirm_earlier=confirm_earlier)
    working_days.forget()
    return CalendarChange(row, (special,) if special else (), moves)


def preview_year(
    year: int, rows: Sequence[NoticeRow], *, document: str, by: User, at: datetime, note: str = ""
) -> CalendarChange:
    """Return what `enter_year` would do, by doing it and taking it back; refusals are the same."""
    return _tried(
        lambda: enter_year(year, rows, document=document, note=note, by=by, at=at, confirm_earlier=True),
    )


def preview_day(day: date, *, kind: str, name: str, reason: str, by: User, at: datetime) -> CalendarChange:
    """Return what `correct_day` would do, by doing it and taking it back; refusals are the same."""
    return _tried(lambda: correct_day(day, kind=kind, name=name, reason=reason, by=by, at=at, confirm_earlier=True))


class _Undone(Exception):
    """Ends a preview: everything done inside is rolled back."""

    def __init__(self, change: CalendarChange) -> None:
        super().__init__()
        self.change = change


def _tried(change: Callable[[], CalendarChange]) -> CalendarChange:
    try:
        with unit_of_work():
            raise _Undone(change())
    except _Undone as undone:
        working_days.forget()
        return undone.change


def _require_manager(by: User) -> None:
    if not by.has_perm("core.manage_calendar"):
        raise Forbidden("只有系统管理员可以维护工作日历。请联系系统管理员。")


def _open_year(year: int, *, by: User, at: datetime) -> tuple[CalendarYear, dict[str, object]]:
    """Lock the row of a year, or make one; with it what stood there before."""
    seed_calendar(by=None, at=at)
    row = CalendarYear.objects.select_for_update().filter(year=year).first()
    if row is None:
        row = CalendarYear.objects.create(year=year, entered_by=by, entered_at=at, revision=0, fingerprint="")
        return row, {}
    return row, {"status": row.status, "document": row.document}


def _take_over(row: CalendarYear, days: Iterable[SpecialDay]) -> None:
    """Make room for the days that another notice holds; a later notice is not overridden by an earlier one."""
    others = CalendarDay.objects.filter(date__in=[day.date for day in days]).select_related("notice")
    for other in others:
        if other.notice.year > row.year:
            raise Refused(f"{other.date}已列在{other.notice.year}年的安排中,请在该年度的安排里更正。", field="rows")
    for notice in {other.notice for other in others}:
        notice.days.filter(pk__in=[other.pk for other in others]).delete()
        notice.revision += 1
        notice.fingerprint = _digest(notice)
        notice.save(update_fields=["revision", "fingerprint"])


def _close_year(row: CalendarYear, *, by: User, at: datetime) -> None:
    row.entered_by, row.entered_at, row.revision = by, at, row.revision + 1
    row.fingerprint = _digest(row)
    row.save()
    working_days.forget()


def _recompute(*, by: User, at: datetime, confirm_earlier: bool) -> tuple[Move, ...]:
    calendar = working_days.build()
    moves = tuple(recompute_clocks(calendar, by=by, at=at))
    earlier = sum(move.earlier for move in moves)
    if earlier and not confirm_earlier:
        raise ShortensTerms(f"有{earlier}个在办期限会提前。请在预览页核对后勾选确认,再保存。", field="confirm_earlier")
    enqueue(JOB, {}, at=at, key=f"{JOB}:{calendar.version}")
    return moves


def _corrected(day: date, kind: str, name: str) -> SpecialDay | None:
    if kind == "ordinary":
        return None
    if kind not in {"off", "work"}:
        raise Refused("请选择放假、调休上班或恢复为普通日期。", field="kind")
    if not name or len(name) > 60:
        raise Refused("请填写名称,不超过60个字,例如“春节”。", field="name")
    if kind == "work" and day.weekday() < 5:
        raise Refused("这一天本来就上班。要取消放假,请选择“恢复为普通日期”。", field="kind")
    return SpecialDay(day, kind == "work", name)


def _add_days(row: CalendarYear, days: Iterable[SpecialDay], *, source: str) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day.date, is_workday=day.is_workday, name=day.name, source=source, notice=row) for day in days
    )


def _digest(row: CalendarYear) -> str:
    days = (SpecialDay(*values) for values in row.days.values_list("date", "is_workday", "name"))
    return digest(row.status, row.document, days)


def _as_text(days: Iterable[SpecialDay]) -> list[str]:
    return [f"{day.date} {'上班' if day.is_workday else '放假'} {day.name}" for day in days]


__all__ = [
    "CalendarChange",
    "ShortensTerms",
    "correct_day",
    "enter_year",
    "preview_day",
    "preview_year",
    "seed_calendar",
]
