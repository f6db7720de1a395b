"""Figures that contradict each other (数字矛盾): shares, sums, numbers of items, changes, one quantity twice."""

import re

from .characters import CHANGE, COUNT, PERCENT
from .counting import check_items
from .numbers import AMOUNT, amount
from .report import Report

_SHARE = re.compile(rf"占(?:比|总数|全部|全年)?(?:的|为|约|:|：)?(?:比例)?(?:为|约)?({AMOUNT})%")
_UNITS = (
    "万元|亿元|元|万人次|人次|万人|人|户|家|个|件|项|台|辆|公里|亩|吨|名|场|次|篇|条|万亩|千克|公斤"
    "|平方米|公顷|所|座|处"
)
_CHANGE = re.compile(
    rf"(?:由|从)(?:[^。；;，,\d]{{0,12}}(?:年|月|期))?[^。；;，,\d]{{0,4}}({AMOUNT})({_UNITS})?(?:[^。；;\d]{{0,8}})"
    rf"(增长|增加|提高|提升|上升|扩大|下降|减少|降低|缩减|缩小|下滑|回落)(?:到|至|为)了?({AMOUNT})({_UNITS})?"
    rf"(?:[，,、]?\s*(?:同比|环比)?(增长|增加|提高|提升|上升|增幅|下降|减少|降低|下滑|降幅)了?(?:为|达|达到|约)?({AMOUNT})%)?"
)
_YEARLY = re.compile(
    rf"({AMOUNT})({_UNITS})[，,（(]\s*(?:而)?(?:去年|上年|上一年)(?:同期|全年)?(?:为|是|的)?({AMOUNT})({_UNITS})[）)]?[，,]\s*"
    rf"(?:同比)?(增长|增加|提高|提升|上升|下降|减少|降低|下滑)了?({AMOUNT})%"
)
_ENDS = re.compile(r"[。！？!?\n\uffff]")
# How far before a number its 由 or 从 may stand, and the longest sentence looked at on either side, in characters.
_LEAD = 24
_SENTENCE = 400
_LAST_YEAR = ("去年", "上年", "上一年")
_UP = frozenset("增长 增加 提高 提升 上升 扩大 增幅".split())  # noqa: SIM905
_TOTAL = re.compile(rf"(?:共有?|共计|合计|总计|总共)[^。；;，,\d]{{0,10}}({AMOUNT})({_UNITS})")
_PART = re.compile(rf"({AMOUNT})({_UNITS})")
_MEASURED = re.compile(rf"({AMOUNT})({_UNITS})")
_AFTER = frozenset(unit[0] for unit in _UNITS.split("|")) | {",", "."}
_LABEL = re.compile(
    r"(?:^|(?<=[，,。；;：:！!？?\n（(、\uffff]))([\u4e00-\u9fff]{2,10}?)(?:为|达到?|共有?|有|约|是|：|:)?$"
)
_NO_LABEL = frozenset("，,。；;！!？?\n（(、.0123456789")
_TIMED = re.compile(
    r"年|月|日|季|周|上午|下午|去|上|今|昨|明|本|同期|此前|目前|截至|其中|新增|增|减|降|每|第|平均|约|近|超|余"
)
# Rounding of both figures and of the percentage may move a share or a change by this much, in percentage points.
_ROUNDING = 1.0
_SHARES_ROUNDING = 0.5


def check(report: Report) -> None:
    """Note contradictions within a sentence and, for one labelled quantity, within the draft."""
    reading = report.reading
    if reading.has(COUNT):
        check_items(report)
    if not reading.numbers:
        return
    text = reading.ascii_text
    if reading.has(PERCENT) and "占" in text:
        _shares(report, text)
    if reading.has(CHANGE):
        _changes(report, text)
        _yearly(report, text)
    _sums(report, text)
    _two_values(report, text)


def _shares(report: Report, text: str) -> None:
    """Add up the shares of each sentence; shares of a share (其中) are left alone."""
    together: list[re.Match[str]] = []
    for share in [*_SHARE.finditer(text), None]:
        if share and (not together or not _ENDS.search(text, together[-1].end(), share.start())):
            together.append(share)
            continue
        total = sum(amount(each[1]) for each in together)
        if total > 100 + _SHARES_ROUNDING and text.find("其中", together[0].start(), together[-1].end()) < 0:
            advice = f"本句各项占比之和为 {total:g}%，超过 100%，请核对。"
            report.add("percent_sum", together[0].start(), together[-1].end(), advice)
        together = [share] if share else []


def _changes(report: Report, text: str) -> None:
    for word in ("由", "从"):
        at = text.find(word)
        while at >= 0:
            match = _CHANGE.match(text, at)
            at = text.find(word, match.end() if match else at + 1)
            if match is None:
                continue
            first, unit, verb, after, other, said, percent = match.groups()
            if (unit or other or "") == (other or unit or ""):
                _compare(report, match, amount(first), amount(after), verb, said, percent)


def _yearly(report: Report, text: str) -> None:
    for word in _LAST_YEAR:
        at = text.find(word)
        while at >= 0:
            match = _YEARLY.search(text, max(0, at - _LEAD), at + 3 * _LEAD)
            if match and match[2] == match[4]:
                _compare(report, match, amount(match[3]), amount(match[1]), match[5], match[5], match[6])
            at = text.find(word, at + 3 * _LEAD)


def _compare(
    report: Report, match: re.Match[str], before: float, after: float, verb: str, said: str | None, percent: str | None
) -> None:
    if before == after or before == 0:
        return
    rises = after > before
    if rises != (verb in _UP) or (said and rises != (said in _UP)):
        advice = f"由 {before:g} 到 {after:g} 是{'增' if rises else '减'}，与文字所述方向相反，请核对。"
        report.add("change", *match.span(), advice)
        return
    if percent is None:
        return
    actual = abs(after - before) / before * 100
    if abs(actual - amount(percent)) > max(_ROUNDING, actual * 0.02):
        report.add("change", *match.span(), f"按所列数字计算应为 {actual:.1f}%，原文写作 {percent}%，请核对。")


def _sums(report: Report, text: str) -> None:
    inner = text.find("其中")
    while inner >= 0:
        start = 1 + max(text.rfind(sign, max(0, inner - _SENTENCE), inner) for sign in "。！？!?\n\uffff")
        start = max(start, inner - _SENTENCE)
        stop = _ENDS.search(text, inner, inner + _SENTENCE)
        end = stop.start() if stop else min(len(text), inner + _SENTENCE)
        following = text.find("其中", inner + 2)
        total = _TOTAL.search(text, start, inner)
        if total and not inner < following < end:
            parts = [part for part in _PART.finditer(text, inner, end) if part[2] == total[2]]
            summed = sum(amount(part[1]) for part in parts)
            if parts and summed > amount(total[1]):
                advice = f"其中各项之和为 {summed:g}{total[2]}，大于总数 {total[1]}{total[2]}，请核对。"
                report.add("part_sum", total.start(), parts[-1].end(), advice)
        inner = following


def _two_values(report: Report, text: str) -> None:
    seen: dict[tuple[str, str], tuple[float, str]] = {}
    done = 0
    for start, end in report.reading.numbers:
        if start < done or text[start - 1 : start] in _NO_LABEL or text[end : end + 1] not in _AFTER:
            continue
        measured = _MEASURED.match(text, start)
        if measured is None:
            continue
        done = measured.end()
        label = _LABEL.search(text, max(0, start - 14), start)
        if label is None or _TIMED.search(label[1]):
            continue
        value, written = amount(measured[1]), measured[0]
        first, before = seen.setdefault((label[1], measured[2]), (value, written))
        if value != first:
            advice = f"“{label[1]}”前文写作 {before}，此处写作 {written}，请核对。"
            report.add("two_values", label.start(1), measured.end(), advice)
