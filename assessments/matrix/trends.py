"""How the matrix moves: items by month, newcomers and closures, and the circle of the department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from accounts.circle import CIRCLE_CHOICES
from accounts.models import CircleMember, MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.querysets import end_of
from newmedia_portal.core.access.scope import scope_of
from newmedia_portal.core.ui.charts import Branch, Chart, Series, TreeMap
from newmedia_portal.core.ui.vocabulary import Tone

from ..models import MonthTally
from .grid import Grid

MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """A number with the address of its list."""

    label: str
    number: int
    url: str


def months_until(today: date) -> list[date]:
    """Return the first days of the last twelve months, the present one last."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]


def activity_chart(user: Any, top: Unit | None, today: date) -> Chart:
    """Items and publishing accounts of each month, from the monthly sums; a month without any sum is unknown."""
    months = months_until(today)
    rows = MonthTally.objects.filter(start_on__gte=months[0], start_on__lte=months[-1])
    scope = scope_of(user)
    if not scope.everything:
        rows = rows.filter(account__unit__within=scope)
    if top is not None:
        rows = rows.filter(account__unit__path__gte=top.path, account__unit__path__lt=end_of(top.path))
    sums = rows.values_list("start_on").annotate(Sum("items"), Count("account")).order_by("start_on")
    found = {start: (items, accounts) for start, items, accounts in sums}
    series = [
        Series("发布条数", [found.get(month, (None, None))[0] for month in months]),
        Series("有发布的账号数", [found.get(month, (None, None))[1] for month in months], "line", Tone.GREEN),
    ]
    note = "来自月度汇总;没有数据的月份不等于没有发布。"
    return Chart("activity", "近 12 个月发布情况", _names(months), series, note=note, heading="月份")


def coming_and_going(user: Any, top: Unit | None, today: date) -> Chart:
    """Accounts opened and closed in each month, by the days in the register."""
    months = months_until(today)
    accounts = MediaAccount.objects.visible_to(user).order_by()
    if top is not None:
        accounts = accounts.filter(unit__path__gte=top.path, unit__path__lt=end_of(top.path))
    series = [
        _moved(accounts, "opened", "新开通", Tone.GREEN, months, top),
        _moved(accounts, "closed", "注销", Tone.GREY, months, top),
    ]
    return Chart("moves", "近 12 个月新开通与注销", _names(months), series, unit="个账号", heading="月份")


def _moved(accounts: Any, what: str, label: str, tone: Tone, months: Sequence[date], top: Unit | None) -> Series:
    name = f"{what}_on"
    dated = accounts.filter(**{f"{name}__gte": months[0], f"{name}__lt": _after(months[-1])})
    sums = dict(dated.annotate(month=TruncMonth(name)).values_list("month").annotate(Count("pk")))
    return Series(
        label, [sums.get(month, 0) for month in months], "bar", tone, [_moves(what, month, top) for month in months]
    )


def _moves(what: str, month: date, top: Unit | None) -> str:
    """Return the address of the accounts that were opened or closed in a month."""
    asked = {f"{what}_month": f"{month:%Y-%m}", **({"unit": top.code} if top else {})}
    return f"{reverse('accounts:list')}?{urlencode(asked)}"


def circle_figures(user: Any, top: Unit | None) -> list[Figure]:
    """Count the present members of the circle and who follows whom; nothing where nobody ever joined."""
    members = CircleMember.objects.visible_to(user).present().order_by()
    if top is not None:
        members = members.filter(unit__path__gte=top.path, unit__path__lt=end_of(top.path))
    asked = {"unit": top.code} if top else {}
    figures = [
        Figure(
            label, members.standing(how).count(), f"{reverse('accounts:list')}?{urlencode({**asked, 'circle': how})}"
        )
        for how, label in CIRCLE_CHOICES
    ]
    return figures if any(figure.number for figure in figures) else []


def tiles(grid: Grid) -> TreeMap:
    """Return the units as tiles: as large as they have accounts, coloured by their worst level."""
    branches = [
        Branch(row.label, row.whole.total, row.whole.tone, row.whole.says or row.whole.worst.label, row.deeper)
        for row in sorted(grid.rows, key=lambda row: -row.whole.total)
    ]
    note = "面积为在用账号数,颜色为其中最需关注的分级。"
    return TreeMap("units", "各单位账号分布", branches, unit="个账号", note=note)


def _names(months: Sequence[date]) -> list[str]:
    return [f"{month:%Y-%m}" for month in months]


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
