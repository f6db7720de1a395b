"""Codes of periods (考核期代码): 2026Q3, 2026H1, 2026-09, 2026; days and words follow from the code alone."""

import re
from datetime import date, timedelta

from newmedia_portal.core.refusals import Refused

_CODE = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?")
QUARTERS = ("一", "二", "三", "四")
HALVES = ("上半年", "下半年")
#: So many months each length has, longest first.
LENGTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
REMEDY = "请写成 2026Q3（季度）、2026H1（半年）、2026-09（月）或 2026（年）。"


class BadPeriod(Refused):
    """A code that names no period."""


def _parts(code: str) -> tuple[int, str, int]:
    found = _CODE.fullmatch(code)
    if found is None or not 2000 <= int(found.group(1)) <= 2999:
        raise BadPeriod(f"“{code[:20]}”不是考核期代码。{REMEDY}", field="period")
    year = int(found.group(1))
    for number, length in ((2, "quarter"), (3, "half_year"), (4, "month")):
        if found.group(number):
            return year, length, int(found.group(number))
    return year, "year", 1


def length_of(code: str) -> str:
    """Return year, half_year, quarter or month; raises BadPeriod."""
    return _parts(code)[1]


def days_of(code: str) -> tuple[date, date]:
    """Return first and last day of a period; raises BadPeriod."""
    year, length, number = _parts(code)
    months = LENGTHS[length]
    first = date(year, (number - 1) * months + 1, 1)
    past = first.month + months
    after = date(year + (past - 1) // 12, (past - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def words_of(code: str) -> str:
    """Return a period for readers, e.g. 2026 年第三季度."""
    year, length, number = _parts(code)
    if length == "quarter":
        return f"{year} 年第{QUARTERS[number - 1]}季度"
    if length == "half_year":
        return f"{year} 年{HALVES[number - 1]}"
    return f"{year} 年 {number} 月" if length == "month" else f"{year} 年度"


def code_of(length: str, day: date) -> str:
    """Return the code of the period of this length in which a day lies."""
    months = LENGTHS[length]
    number = (day.month - 1) // months + 1
    return {
        "year": f"{day.year}",
        "half_year": f"{day.year}H{number}",
        "quarter": f"{day.year}Q{number}",
        "month": f"{day.year}-{number:02d}",
    }[length]


def before(code: str) -> str:
    """Return the code of the period before, of the same length; raises BadPeriod."""
    return code_of(length_of(code), days_of(code)[0] - timedelta(days=1))


def within_year(code: str, length: str) -> list[str]:
    """Return the codes of all periods of a length in the year of a code, in order; raises BadPeriod."""
    year, months = _parts(code)[0], LENGTHS[length]
    return [code_of(length, date(year, number, 1)) for number in range(1, 13, months)]
