"""Evidence as sentences (依据说明): what a page, a message and a filing say, from the stored evidence alone."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ..states import Level, Source, level_of
from .periods import Outcome, Status

Evidence = Mapping[str, Any]

METRIC_UNITS = {"items": "条", "pushes": "次"}
PERIOD_WORDS = {"week": "周", "month": "月"}
#: Why a period was left out, or why nothing can be said of it.
WHY = {
    "opening": "开通当{period},不计",
    "closing": "注销当{period},不计",
    "short": "工作日不足,不计",
    "paused": "暂停更新,不计",
    "possible": "平台没有可发布次数,无法计算",
    "data": "数据不全,不下结论",
}
STATUS_WORDS = {Status.MET: "达到", Status.MISSED: "不足", Status.SKIPPED: "不计", Status.UNKNOWN: "数据缺失"}


def sentence(evidence: Evidence) -> str:
    """Return what is known in one line, e.g. 最后发布 2026-08-01,至今 113 天(数据截至 2026-11-22)。第十九条。"""
    make = _SENTENCES.get(str(evidence.get("reason", "")))
    if make is None:
        return "还没有评定。"
    article = f"{evidence['article']}。" if evidence.get("article") else ""
    return f"{make(evidence)}{article}"


def source_of(evidence: Evidence) -> str:
    """Return where the last item is known from, in words; empty where that is not told."""
    source = evidence.get("source")
    return Source(source).label if source in Source.values else ""


def change(old: str, new: str, evidence: Evidence) -> str:
    """Return why a flag was cleared when the level changed."""
    level = level_of(new)
    if level == Level.PAUSED:
        return "批准暂停更新"
    if level == Level.ENDED:
        return "账号已注销"
    if level.declared.groups & {"flagged"}:
        return f"转为{level.label}"
    last = evidence.get("last_item_on")
    if old == Level.REMINDER and evidence.get("reason") == "active":
        return "上一周期达到频次或不计"
    return f"{last} 有发布" if last else "依据已变化"


def period_words(start: date, period: str) -> str:
    """Return a week or month for readers."""
    return f"{start} 起的一周" if period == "week" else f"{start.year} 年 {start.month} 月"


def outcome_words(one: Outcome) -> str:
    """Return how a period was judged: 应发 2 条,实发 1 条, or why it does not count."""
    if one.why:
        words = WHY[one.why].format(period=PERIOD_WORDS[one.rule.period])
        return f"{words}(实发 {one.actual} {METRIC_UNITS[one.rule.metric]})"
    return asked_and_done(one.rule.metric, one.required, one.actual)


def asked_and_done(metric: str, required: int, actual: int) -> str:
    """Return both figures with their unit."""
    unit = METRIC_UNITS[metric]
    return f"应发 {required} {unit},实发 {actual} {unit}"


def _silent(e: Evidence) -> str:
    return f"{_since(e)}{_paused(e)}(数据截至 {e['data_until']})。"


def _since(e: Evidence) -> str:
    last, days = e.get("last_item_on"), e["days"]
    if e.get("gap"):
        known = f"最后一条已知发布 {last}," if last else ""
        return f"{known}{e['counted_from']} 之前缺数据,此后 {days} 天没有发布"
    if last:
        return f"最后发布 {last},至今 {days} 天"
    return f"{e['counted_from']} 之后 {days} 天没有发布"


def _paused(e: Evidence) -> str:
    return f",已扣除暂停 {e['paused_days']} 天" if e.get("paused_days") else ""


def _never(e: Evidence) -> str:
    return f"{e['opened_on']} 开通,{e['days']} 天内从未发布{_paused(e)}(数据截至 {e['data_until']})。"


def _unmanned(e: Evidence) -> str:
    return f"{e['since']} 起没有在任的经办和运维人员,满 {e['line']} 天。"


def _quota(e: Evidence) -> str:
    start = date.fromisoformat(e["start_on"])
    lead = "原则上" if e["in_principle"] else ""
    return f"{period_words(start, e['period'])}:{lead}{asked_and_done(e['metric'], e['required'], e['actual'])}。"


def _stale(e: Evidence) -> str:
    last = f"最后一条已知发布 {e['last_item_on']},发布" if e.get("last_item_on") else ""
    return f"{last}数据截至 {e['data_until']},已超过 {e['line']} 天没有新数据。"


def _active(e: Evidence) -> str:
    last = f"最后发布 {e['last_item_on']}," if e.get("last_item_on") else ""
    return f"{last}数据截至 {e['data_until']}。"


_SENTENCES: dict[str, Callable[[Evidence], str]] = {
    "silent": _silent,
    "never": _never,
    "unmanned": _unmanned,
    "quota": _quota,
    "stale": _stale,
    "no_data": lambda e: "还没有任何发布数据。没有数据不等于没有发布。",
    "not_open": lambda e: f"{e['opened_on']} 开通,还没有到开通日期。",
    "paused": lambda e: f"{e['first_on']} 至 {e['last_on']} 已批准暂停更新。",
    "revived": lambda e: f"{e['closed_on']} 注销,{e['last_item_on']} 又有发布。",
    "ended": lambda e: f"{e['closed_on']} 注销。" if e.get("closed_on") else "账号已注销或整合。",
    "active": _active,
}
