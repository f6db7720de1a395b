"""What the project ships: published years from the calendar package, statutory days for the years after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from chinese_calendar import constants

from .states import YearStatus
from .terms import SpecialDay

DATA = Path(__file__).parent / "data"
PACKAGE = "公开的工作日历数据"
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@dataclass(frozen=True)
class SeedYear:
    """A year as shipped."""

    year: int
    status: YearStatus
    document: str
    source: str
    days: tuple[SpecialDay, ...]

    @property
    def fingerprint(self) -> str:
        """Digest of the content; two equal years have the same."""
        return digest(self.status, self.document, self.days)


def digest(status: str, document: str, days: Iterable[SpecialDay]) -> str:
    """Return the SHA-256 of a year's content."""
    rows = sorted((day.date.isoformat(), day.is_workday, day.name) for day in days)
    return hashlib.sha256(json.dumps([str(status), document, rows], ensure_ascii=False).encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped_years() -> tuple[SeedYear, ...]:
    """Return all years that the project knows, oldest first."""
    published = _published()
    known = {year.year for year in published}
    return (*published, *(year for year in _statutory() if year.year not in known))


@lru_cache(maxsize=1)
def fixed_days() -> dict[tuple[int, int], str]:
    """Return the statutory days with a fixed date: (month, day) to name."""
    return {(int(text[:2]), int(text[3:])): name for text, name in _read("statutory_days.json")["fixed"].items()}


def _published() -> tuple[SeedYear, ...]:
    days: dict[int, list[SpecialDay]] = {}
    for day, value in constants.holidays.items():
        days.setdefault(day.year, []).append(SpecialDay(day, False, _name(value)))
    for day, value in constants.workdays.items():
        if day.weekday() >= 5:
            days.setdefault(day.year, []).append(SpecialDay(day, True, f"调休上班({_name(value)})"))
    documents = _read("notices.json")
    return tuple(
        SeedYear(
            year=year,
            status=YearStatus.PUBLISHED,
            document=documents.get(str(year), ""),
            source=documents.get(str(year), "") or PACKAGE,
            days=tuple(sorted(days[year], key=lambda day: day.date)),
        )
        for year in sorted(days)
    )


def _statutory() -> tuple[SeedYear, ...]:
    data = _read("statutory_days.json")
    return tuple(
        SeedYear(
            year=int(year),
            status=YearStatus.PROVISIONAL,
            document="",
            source=data["document"],
            days=tuple(SpecialDay(date.fromisoformat(day), False, name) for day, name in days.items()),
        )
        for year, days in data["years"].items()
    )


def _name(value: str) -> str:
    chinese = constants.Holiday(value).chinese
    return FULL_NAMES.get(chinese, "抗战胜利纪念日" if "抗日战争" in chinese else chinese)


def _read(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
