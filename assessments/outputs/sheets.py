"""The sheets of the workbook about scores (考核期工作簿): cover, units by rank, accounts by indicator, changes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from newmedia_portal.core.ui.texts import day_text, moment_text
from newmedia_portal.core.workbook import Column, Formula, Kind, Sheet, SheetChart

from ..quarters import reading
from ..scoring.vocabulary import STANDINGS
from .facts import QuarterFacts
from .punctual import overall_rate

NONE = "没有"
LISTS = (
    ("单位成绩排名", "各单位得分、等次和同类排名"),
    ("账号得分明细", "各账号逐项得分，只展示的指标不计分"),
    ("按层级汇总", "检查数、不合格数与合格率"),
    ("按平台汇总", "检查数、不合格数与合格率"),
    ("不合格清单", "不合格账号、否决项、证据、整改期限、复查结果"),
    ("其他问题清单", "合格但有问题的账号"),
    ("与上期比较", "各单位与上一期的得分、名次"),
    ("备案按期情况", "期内到期的备案事项按期办理数"),
    ("静默名单", "期内静默、僵尸、空壳账号"),
)


def cover(facts: QuarterFacts, *, by: str, at: datetime) -> Sheet:
    """What this workbook is, its main figures with their fractions, and what the other sheets hold."""
    quarter, checked = facts.quarter, facts.checked
    scored = [entry.counts for entry in facts.entries if entry.counts is not None]
    mean = f"{sum(scored, Decimal(0)) / len(scored):.2f}" if scored else NONE
    rows: list[tuple[str, str]] = [
        ("考核范围", quarter.root.name),
        ("考核期", f"{quarter.words}（{day_text(quarter.start_on)} 至 {day_text(quarter.end_on)}）"),
        ("适用制度", str(quarter.edition.edition.short_title)),
        ("考核方案", str(quarter.scheme)),
        ("状态", _standing(facts)),
        ("参评单位", f"{len(facts.entries)} 个，平均得分 {mean}"),
        ("参评账号", f"{sum(entry.accounts for entry in facts.entries)} 个"),
        ("合格率", f"{checked.rate.text}，不合格 {len(checked.failing)} 个" if checked.checks else "本期没有检查结果"),
    ]
    rows += [(f"抽查比例（{one.name}）", rate.text) for one, rate in checked.samples()]
    rows += [
        ("备案按期率", overall_rate(facts.punctual).text if facts.punctual else "期内没有到期事项"),
        ("静默账号", f"{len({(one.unit, one.name) for one in facts.silent})} 个"),
        ("比较基准", facts.earlier.words if facts.earlier else "没有已锁定的上一期"),
        ("计算口径", "合格率 =（检查数 - 不合格数）÷ 检查数；抽查比例 = 检查数 ÷ 范围内账号数；四舍五入，最多两位小数"),
        ("结果指纹", quarter.hash or "锁定后生成"),
        ("导出", f"{by},{moment_text(at)}"),
    ]
    rows += [(f"工作表“{name}”", words) for name, words in LISTS]
    heads = (Column("项目", 28), Column("内容", 90))
    return Sheet("封面", heads, rows, title=f"{quarter.root.name}{quarter.words}新媒体考核结果", filtered=False)


def _standing(facts: QuarterFacts) -> str:
    quarter = facts.quarter
    word = str(quarter.get_state_display())  # type: ignore[attr-defined]
    if quarter.is_closed:
        return f"{word}，锁定于 {moment_text(quarter.closed_at)}"
    return f"{word}（尚未锁定，数据计至 {day_text(quarter.scored_until or facts.until)}，仅供核对）"


def units(facts: QuarterFacts) -> Sheet:
    """Units by class and rank, with a chart of their scores."""
    heads = (
        Column("单位分类", 24), Column("名次", 8, Kind.NUMBER), Column("单位", 30), Column("得分", 10, Kind.POINTS),
        Column("否决前得分", 12, Kind.POINTS), Column("等次", 10), Column("合格", 8),
        Column("参评账号", 10, Kind.NUMBER), Column("说明", 26), Column("单位自评", 40),
    )  # fmt: skip
    rows = [
        (
            facts.class_label(entry.unit_class), entry.rank, entry.unit_name, entry.score, entry.points,
            entry.band_label, entry.passes, entry.accounts, STANDINGS.get(entry.standing, ""), entry.words,
        )
        for entry in facts.entries
    ]  # fmt: skip

    def foot(first: int, last: int) -> list[Sequence[Any]]:
        if last < first:
            return []
        scored = [entry.score for entry in facts.entries if entry.score is not None]
        mean = sum(scored, Decimal(0)) / len(scored) if scored else None
        average = Formula(f'IF(COUNT(D{first}:D{last})=0,"",AVERAGE(D{first}:D{last}))', mean) if scored else None
        total = Formula(f"SUM(H{first}:H{last})", sum(entry.accounts for entry in facts.entries))
        return [("平均、合计", None, None, average, None, None, None, total, None, None)]

    chart = SheetChart("各单位得分", 2, (3,), unit="分")
    return Sheet(
        "单位成绩排名", heads, rows, frozen_columns=3, foot=foot, charts=(chart,), title=_title(facts, 0), tall=True
    )


def accounts(facts: QuarterFacts) -> Sheet:
    """Accounts with a column for each indicator of the pinned scheme; figures that only show have no points."""
    scheme = reading.scheme_of(facts.quarter)
    heads = [Column("单位", 28), Column("账号", 26), Column("平台", 14), Column("说明", 16)]
    for one in facts.columns:
        heads.append(Column(_indicator_title(one), 16, Kind.POINTS))
    heads += [Column("得分", 10, Kind.POINTS), Column("等次", 10)]

    def rows() -> Iterator[Sequence[Any]]:
        for card in reading.cards_of(facts.quarter):
            cells = reading.cells_of(card, scheme)
            values = [_cell(cells.get(one.code), shown_only=not one.weight and not one.bonus) for one in facts.columns]
            standing = STANDINGS.get(card.standing, "")
            yield [card.entry.unit_name, card.name, card.platform, standing, *values, card.score, card.band_label]

    return Sheet("账号得分明细", heads, rows(), frozen_columns=2, title=_title(facts, 1))


def _indicator_title(one: reading.IndicatorColumn) -> str:
    kind = "加分" if one.bonus else f"权重 {one.weight.normalize():f}" if one.weight else "只展示"
    return f"{one.label}（{kind}）"


def _cell(cell: reading.Cell | None, *, shown_only: bool) -> Any:
    """Return points; of what only shows, the figure itself; nothing where there is none."""
    if cell is None:
        return None
    if not shown_only:
        return cell.points
    value = cell.value
    return value if isinstance(value, (int, float, Decimal)) or value is None else str(value)


def changes(facts: QuarterFacts) -> Sheet:
    """Units beside themselves in the last quarter of the same length."""
    heads = (
        Column("单位分类", 24), Column("单位", 30), Column("上期得分", 12, Kind.POINTS),
        Column("本期得分", 12, Kind.POINTS), Column("增减", 10, Kind.POINTS), Column("上期名次", 10, Kind.NUMBER),
        Column("本期名次", 10, Kind.NUMBER), Column("上期等次", 10), Column("本期等次", 10),
    )  # fmt: skip
    first = 3

    def rows() -> Iterator[Sequence[Any]]:
        for number, one in enumerate(facts.changes if facts.earlier else []):
            place = first + number
            delta = None if one.delta is None else Formula(f"D{place}-C{place}", one.delta)
            yield (
                facts.class_label(one.unit_class), one.name, one.before, one.after, delta, one.rank_before,
                one.rank_after, one.band_before, one.band_after,
            )  # fmt: skip

    chart = SheetChart("上期与本期得分", 1, (2, 3), unit="分")
    return Sheet(
        "与上期比较", heads, rows(), frozen_columns=2, charts=(chart,), title=_title(facts, 6),
        empty="没有已锁定的上一期可以比较。",
    )  # fmt: skip


def _title(facts: QuarterFacts, number: int) -> str:
    return f"{facts.quarter.words} · {LISTS[number][0]}"
