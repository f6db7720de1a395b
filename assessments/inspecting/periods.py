"""Periods of inspections (检查周期): 2026Q3, 2026H1, 2026-09, 2026."""

import calendar
import re
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_PERIOD = re.compile(r"^(\d{4})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?$")


def span_of(period: str) -> tuple[date, date] | None:
    """Return the first and last day of 2026Q3, 2026H1, 2026-09 or 2026; None for anything else."""
    found = _PERIOD.match(period)
    if found is None:
        return None
    year, quarter, half, month = (int(part) if part else 0 for part in found.groups())
    if not 1 <= year <= 9998:
        return None
    if quarter:
        months = (3 * quarter - 2, 3 * quarter)
    elif half:
        months = (6 * half - 5, 6 * half)
    else:
        months = (month, month) if month else (1, 12)
    return date(year, months[0], 1), date(year, months[1], calendar.monthrange(year, months[1])[1])


def three_months_before(day: date) -> date:
    """Return the day after the same day three months earlier."""
    year, month = (day.year, day.month - 3) if day.month > 3 else (day.year - 1, day.month + 9)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + ONE_DAY
