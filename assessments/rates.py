"""Rates of inspections (合格率、抽查比例): printed half up with at most two decimals, always with their fraction.

合格率 = (检查数 − 不合格数) ÷ 检查数; 抽查比例 = 检查数 ÷ 已备案且正常运行的账号数.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from newmedia_portal.core.refusals import Refused

from .scoring.arithmetic import amount, half_up

#: Owner levels in the order of bulletins (主办单位层级).
OWNER_LEVELS: dict[str, str] = {
    "national": "国家级",
    "provincial": "省直部门",
    "city": "市州",
    "county": "县区",
    "township": "乡镇（街道）",
}
_PRINTED = re.compile(r"^\s*(\d{1,3})(?:\.(\d{1,2}))?\s*[%％]?\s*$")


class BadCounts(Refused):
    """Counts from which no rate can follow."""


class Rate(NamedTuple):
    """A part of a whole (比率)."""

    numerator: int
    denominator: int

    def rounded(self, places: int = 2) -> Decimal | None:
        """Return the percentage rounded half up; None of nothing."""
        if not self.denominator:
            return None
        return amount(half_up(100 * 10**places * self.numerator, self.denominator), places)

    @property
    def percent(self) -> str:
        """The percentage with at most two decimals, zeros at the end left out; a dash of nothing."""
        value = self.rounded()
        if value is None:
            return "—"
        return f"{value:f}".rstrip("0").rstrip(".") + "%"

    @property
    def text(self) -> str:
        """Percentage and fraction, e.g. 93.33%（28/30）."""
        return f"{self.percent}（{self.numerator}/{self.denominator}）"


class Printed(NamedTuple):
    """A printed rate beside the one that follows from the counts (打印比率核对)."""

    printed: str
    follows: bool
    own: Rate

    @property
    def text(self) -> str:
        """One line for readers: the own rate with its fraction, and a remark where the printed one differs."""
        return self.own.text if self.follows else f"{self.own.text}，原文印为 {self.printed}，与其数量不符"


class Check(NamedTuple):
    """One account that was checked (被检查账号)."""

    account: str
    level: str
    platform: str
    failing: bool


class Group(NamedTuple):
    """Accounts that share an owner level or a platform (分组统计)."""

    key: str
    rate: Rate
    failing: tuple[str, ...]


def pass_rate(checked: int, failing: int) -> Rate:
    """Return the pass rate; raises BadCounts where more fail than were checked."""
    return _rate(checked - failing, checked, "不合格数不能超过检查数，且都不能小于 0，请核对。")


def sampling_rate(checked: int, running: int) -> Rate:
    """Return the share of filed and running accounts that was checked; raises BadCounts beyond all of them."""
    return _rate(checked, running, "检查数不能超过已备案且正常运行的账号数，且都不能小于 0，请核对。")


def follows(printed: str, rate: Rate) -> Printed:
    """Say whether a printed percentage follows from its counts, half up, at the decimals that are printed.

    Raises BadCounts for what is no percentage with at most two decimals.
    """
    found = _PRINTED.match(printed)
    if found is None:
        raise BadCounts(f"“{printed}”不是百分比，请写成 93.33% 这样的形式，最多两位小数。")
    whole, decimals = found.group(1), found.group(2) or ""
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return Printed(printed.strip(), rate.rounded(len(decimals)) == value, rate)


def by_level(checks: Iterable[Check]) -> tuple[Group, ...]:
    """Return pass rates by owner level, in the order of bulletins; other levels follow by their code."""
    order = {code: number for number, code in enumerate(OWNER_LEVELS)}
    return _grouped(checks, lambda check: check.level, lambda key: (order.get(key, len(order)), key))


def by_platform(checks: Iterable[Check]) -> tuple[Group, ...]:
    """Return pass rates by platform, the one with most accounts first."""
    rows = list(checks)
    counts: dict[str, int] = {}
    for check in rows:
        counts[check.platform] = counts.get(check.platform, 0) + 1
    return _grouped(rows, lambda check: check.platform, lambda key: (-counts[key], key))


def overall(checks: Iterable[Check]) -> Group:
    """Return the pass rate of all accounts checked."""
    rows = list(checks)
    failing = tuple(sorted(check.account for check in rows if check.failing))
    return Group("", pass_rate(len(rows), len(failing)), failing)


def _grouped(
    checks: Iterable[Check], key_of: Callable[[Check], str], order: Callable[[str], tuple]
) -> tuple[Group, ...]:
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault(key_of(check), []).append(check)
    return tuple(overall(groups[key])._replace(key=key) for key in sorted(groups, key=order))


def _rate(numerator: int, denominator: int, message: str) -> Rate:
    if not 0 <= numerator <= denominator:
        raise BadCounts(message)
    return Rate(numerator, denominator)
