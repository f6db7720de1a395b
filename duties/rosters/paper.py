"""The roster to hang up (打印值班表)."""

from django.utils import timezone

from newmedia_portal.core.paper import Layout, Note, Paper, Table
from newmedia_portal.core.ui.texts import day_text

from ..models import DutyRoster, DutyShift
from .coverage import DayCover, day_span
from .desk import DayRow, Period

DEFAULT = "上级和宣传部门发现情况时,先打值班电话。"


def roster_paper(roster: DutyRoster, period: Period, rows: list[DayRow]) -> Paper:
    """Return a sheet with a row for each day; uncovered hours are named where the edition asks for cover."""
    lines = [
        (day_text(row.cover.day), "\n".join(_line(shift, row.cover) for shift in row.shifts) or "—", _gaps(row.cover))
        for row in rows
    ]
    notes = [DEFAULT]
    if roster.hours_a_day:
        notes.append(f"依据:{roster.article},每日值守 {roster.hours_a_day} 小时。")
    return Paper(
        f"{roster.account or roster.unit}值班表",
        (Table(("日期", "值班安排", "无人值守"), lines, widths=(20, 70, 22)), Note(tuple(notes))),
        subtitle=f"{day_text(period.first)} 至 {day_text(period.last)}",
        layout=Layout.FORM,
    )


def hours_text(shift: DutyShift, day: DayCover) -> str:
    """Return the hours of a shift as far as they fall on a day."""
    since, until = day_span(day.day)
    start, end = timezone.localtime(max(shift.starts_at, since)), timezone.localtime(min(shift.ends_at, until))
    return f"{start:%H:%M}–{'24:00' if end.date() > day.day else f'{end:%H:%M}'}"


def _line(shift: DutyShift, day: DayCover) -> str:
    phone = f" {shift.office_phone}" if shift.office_phone else ""
    return f"{hours_text(shift, day)} {shift.name}({shift.get_role_display()}){phone}"


def _gaps(day: DayCover) -> str:
    if day.required_minutes is None or not day.falls_short:
        return ""
    return "\n".join(gap.hours for gap in day.gaps)
