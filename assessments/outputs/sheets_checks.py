"""The sheets of the workbook about inspections, filings and silence (考核期工作簿：检查、备案、静默)."""

from collections.abc import Sequence
from typing import Any

from newmedia_portal.core.workbook import Cell, Column, Formula, Kind, Look, Sheet, SheetChart

from ..rates import Group, Rate
from .checks import Failing
from .facts import QuarterFacts
from .punctual import overall_rate

PROBLEM_HEADS = (
    Column("新媒体类型", 12), Column("新媒体名称", 22), Column("责任单位", 22), Column("问题类别", 20),
    Column("检查时更新日期", 12, Kind.DATE), Column("否决项", 18), Column("证据", 34),
    Column("整改期限", 12, Kind.DATE), Column("复查结果", 16), Column("平台账号ID", 16), Column("主办单位层级", 12),
)  # fmt: skip


def title_of(facts: QuarterFacts, name: str) -> str:
    """Return the line above a sheet."""
    return f"{facts.quarter.words} · {name}"


def rates_sheet(facts: QuarterFacts, name: str, label: str, groups: Sequence[Group]) -> Sheet:
    """Counts and pass rate by group: numerator and denominator beside each rate, totals as formulas."""
    heads = (
        Column(label, 20), Column("检查数", 10, Kind.NUMBER), Column("不合格数", 10, Kind.NUMBER),
        Column("合格数", 10, Kind.NUMBER), Column("合格率", 10, Kind.PERCENT), Column("合格数/检查数", 16),
        Column("上期合格率", 18),
    )  # fmt: skip
    earlier = {group.key: group.rate for group in _before(facts, label)}
    first = 3
    rows = [_rate_row(group, first + number, earlier.get(group.key)) for number, group in enumerate(groups)]

    def foot(start: int, last: int) -> list[Sequence[Any]]:
        if last < start:
            return []
        rate, before = facts.checked.rate, facts.before
        sums = [
            Formula(f"SUM({letter}{start}:{letter}{last})", value)
            for letter, value in (
                ("B", rate.denominator), ("C", rate.denominator - rate.numerator), ("D", rate.numerator),
            )
        ]  # fmt: skip
        was = before.rate.text if before and before.checks else ""
        return [(Cell("合计", Look.STRONG), *sums, _share(last + 1, rate), f"{rate.numerator}/{rate.denominator}", was)]

    charts = (SheetChart(f"{label}合格率", 0, (4,)), SheetChart(f"{label}检查数与不合格数", 0, (1, 2), unit="个"))
    return Sheet(
        name, heads, rows, title=title_of(facts, name), foot=foot, charts=charts, filtered=False,
        empty="本期没有检查结果。",
    )  # fmt: skip


def _before(facts: QuarterFacts, label: str) -> Sequence[Group]:
    if facts.before is None:
        return ()
    return facts.before.platforms() if label == "平台" else facts.before.levels()


def _rate_row(group: Group, place: int, earlier: Rate | None) -> Sequence[Any]:
    rate = group.rate
    good = Formula(f"B{place}-C{place}", rate.numerator, Look.PLAIN)
    share = _share(place, rate, Look.PLAIN)
    failing, fraction = rate.denominator - rate.numerator, f"{rate.numerator}/{rate.denominator}"
    return (group.key, rate.denominator, failing, good, share, fraction, earlier.text if earlier else "")


def _share(place: int, rate: Rate, look: Look = Look.STRONG) -> Formula:
    """Return the rate as a formula over its own row; rounded half up to two decimals of a per cent."""
    percent = rate.rounded()
    return Formula(f'IF(B{place}=0,"",ROUND(D{place}/B{place},4))', None if percent is None else percent / 100, look)


def levels(facts: QuarterFacts) -> Sheet:
    """Pass rates by owner level."""
    return rates_sheet(facts, "按层级汇总", "主办单位层级", facts.checked.levels())


def platforms(facts: QuarterFacts) -> Sheet:
    """Pass rates by platform."""
    return rates_sheet(facts, "按平台汇总", "平台", facts.checked.platforms())


def failing(facts: QuarterFacts) -> Sheet:
    """The list of failing accounts with the columns that bulletins use."""
    return _problems(facts, "不合格清单", facts.checked.failing)


def others(facts: QuarterFacts) -> Sheet:
    """Accounts that passed and yet have problems."""
    return _problems(facts, "其他问题清单", facts.checked.deducted)


def _problems(facts: QuarterFacts, name: str, rows: Sequence[Failing]) -> Sheet:
    lines = [
        (
            row.platform, row.name, row.unit, row.kinds, row.updated_on or "没有发布记录",
            Cell(row.vetoes) if row.vetoes else "", row.evidence, row.due_on,
            f"{row.recheck}（重复问题）" if row.repeated else row.recheck, row.handle, row.level,
        )
        for row in rows
    ]  # fmt: skip
    return Sheet(
        name,
        PROBLEM_HEADS,
        lines,
        title=title_of(facts, name),
        frozen_columns=2,
        tall=True,
        empty="本期没有需要列出的账号。",
    )


def punctual(facts: QuarterFacts) -> Sheet:
    """Obligations that fell due in the period, by unit."""
    heads = (
        Column("单位", 30), Column("到期事项", 10, Kind.NUMBER), Column("逾期办理", 10, Kind.NUMBER),
        Column("按期办理", 10, Kind.NUMBER), Column("按期率", 10, Kind.PERCENT), Column("按期数/到期数", 16),
        Column("未办理", 10, Kind.NUMBER),
    )  # fmt: skip
    first = 3
    rows = [
        (
            row.unit, row.due, row.late, row.in_time, _share(first + number, row.rate, Look.PLAIN),
            f"{row.in_time}/{row.due}", row.missing,
        )
        for number, row in enumerate(facts.punctual)
    ]  # fmt: skip

    def foot(start: int, last: int) -> list[Sequence[Any]]:
        if last < start:
            return []
        rate = overall_rate(facts.punctual)
        late, missing = (sum(getattr(row, name) for row in facts.punctual) for name in ("late", "missing"))
        sums = [
            Formula(f"SUM({letter}{start}:{letter}{last})", value)
            for letter, value in (("B", rate.denominator), ("C", late), ("D", rate.numerator), ("G", missing))
        ]
        share = _share(last + 1, rate)
        return [(Cell("合计", Look.STRONG), *sums[:3], share, f"{rate.numerator}/{rate.denominator}", sums[3])]

    charts = (SheetChart("各单位备案按期率", 0, (4,)),)
    return Sheet(
        "备案按期情况", heads, rows, title=title_of(facts, "备案按期情况"), foot=foot, charts=charts,
        empty="本期没有到期的备案事项。",
    )  # fmt: skip


def silent(facts: QuarterFacts) -> Sheet:
    """Accounts that were silent in the period."""
    heads = (
        Column("单位", 28), Column("账号", 26), Column("平台", 14), Column("分级", 10),
        Column("标记日", 14, Kind.DATE), Column("解除日", 14, Kind.DATE), Column("依据", 60), Column("条款", 18),
    )  # fmt: skip
    rows = [
        (one.unit, one.name, one.platform, one.level, one.raised_on, one.cleared_on, one.evidence, one.article)
        for one in facts.silent
    ]
    title = title_of(facts, "静默名单")
    return Sheet("静默名单", heads, rows, title=title, frozen_columns=2, tall=True, empty="本期没有静默的账号。")
