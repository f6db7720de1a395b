"""Names and titles, order of offices, full terms at first mention (姓名职务、排序、首次全称): tables of the lexicon."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from .entries import Kind
from .lexicon import SOUND
from .report import Report
from .terms import Finds, Found

# Words that end an office; the longest that fits counts.
_OFFICES = sorted(
    """
    总书记 省委书记 市委书记 县委书记 区委书记 州委书记 盟委书记 旗委书记 党委书记 党组书记 党工委书记 支部书记 工委书记
    纪委书记
    政法委书记 书记 主席 总理 委员长 省长 市长 县长 区长 州长 盟长 旗长 镇长 乡长 部长 厅长 局长 司长 处长 科长
    股长
    主任 主任委员 委员 院长 检察长 校长 所长 台长 站长 馆长 社长 总编辑 主编 董事长 总经理 经理 秘书长 会长 理事长 组长 队长
    常委 代表 总工程师 总会计师 工程师 教授 研究员 支队长 大队长 政委 司令员 参谋长
    """.split(),  # noqa: E501, SIM905
    key=len,
    reverse=True,
)
_OFFICE = "|".join(_OFFICES)
_DEPUTY = "(?:常务副|第一副|代理副|副|代理?|名誉)?"
_FORMER = ("原", "前", "时任", "前任", "曾任")
_BEFORE = re.compile(rf"({_DEPUTY}(?:{_OFFICE}))(?:、{_DEPUTY}(?:{_OFFICE}))*(?:同志)?[：:\s]*$")
_AFTER = re.compile(rf"({_DEPUTY}(?:{_OFFICE}))(?![\u4e00-\u9fff]?[办室处科会])")
_LOOK_BACK = 40
_ENUMERATED = re.compile(r"[。！？；!?;\n\uffff]")
_WIDEST_STEP = 40


def check(report: Report, finds: Finds, basis: str) -> None:
    """Note titles that differ from the table, members of a group out of order, short terms without the full one."""
    if not finds.found:
        return
    _titles(report, finds.of(Kind.TITLE), basis)
    _order(report, finds.of(Kind.ORDER), basis)
    _full(report, finds.of(Kind.FULL), basis)


def _titles(report: Report, found: Iterable[Found], basis: str) -> None:
    text = report.reading.text
    for item in found:
        title = _title_beside(text, item)
        if title is None:
            continue
        start, end = title
        right = [part for part in re.split("[、；;，,]", item.entry.right) if part]
        if item.way == SOUND:
            if any(_fits(text[start:end], title) for title in right):
                advice = f"“{text[item.start : item.end]}”与“{item.entry.text}”同音且职务相同，请核对姓名。"
                report.add("name", item.start, item.end, advice, grade=item.entry.weight, basis=basis)
        elif not any(_fits(text[start:end], title) for title in right):
            advice = f"{item.entry.text}的职务应为“{item.entry.right}”，原文写作“{text[start:end]}”，请核对。"
            span = min(start, item.start), max(end, item.end)
            report.add("title", *span, advice, grade=item.entry.weight, basis=basis)


def _title_beside(text: str, item: Found) -> tuple[int, int] | None:
    before = text[max(0, item.start - _LOOK_BACK) : item.start]
    if match := _BEFORE.search(before):
        if before[: match.start(1)].endswith(_FORMER):
            return None
        offset = item.start - len(before)
        return offset + match.start(1), offset + match.end(1)
    match = _AFTER.match(text, item.end, min(len(text), item.end + 12))
    return match.span(1) if match else None


def _office_of(title: str) -> str:
    match = re.search(rf"{_DEPUTY}(?:{_OFFICE})$", title)
    return match[0] if match else title


def _fits(written: str, right: str) -> bool:
    """Whether the office written beside a name is the one of the table, with or without its place."""
    office = _office_of(right)
    return right.endswith(written) and written.startswith("副") == office.startswith("副")


def _order(report: Report, found: Iterable[Found], basis: str) -> None:
    groups: dict[str, list[Found]] = {}
    for item in found:
        groups.setdefault(item.entry.group, []).append(item)
    for group, items in groups.items():
        right = sorted({(item.entry.position, item.entry.text) for item in items})
        for run in _runs(report.reading.text, items):
            for earlier, later in pairwise(run):
                if later.entry.position < earlier.entry.position:
                    advice = f"“{group}”的顺序应为：{'、'.join(text for _, text in right)}。"
                    report.add("order", later.start, later.end, advice, grade=later.entry.weight, basis=basis)
                    break


def _runs(text: str, items: list[Found]) -> Iterator[list[Found]]:
    """Yield the enumerations: members that follow one another within a sentence."""
    run: list[Found] = []
    for item in items:
        far = bool(run) and item.start - run[-1].end > _WIDEST_STEP
        if run and (far or _ENUMERATED.search(text, run[-1].end, max(run[-1].end, item.start))):
            yield run
            run = []
        if not run or item.start >= run[-1].end:
            run.append(item)
    if run:
        yield run


def _full(report: Report, found: Iterable[Found], basis: str) -> None:
    text = report.reading.text
    bodies = [(first, last) for name, first, last in report.reading.fields if name != "title"]
    seen: set[str] = set()
    for item in found:
        entry = item.entry
        body = next(((first, last) for first, last in bodies if first <= item.start < last), None)
        if entry.text in seen or body is None:
            continue
        seen.add(entry.text)
        if text.find(entry.right, bodies[0][0], item.start) < 0:
            advice = f"“{entry.text}”首次出现须写全称“{entry.right}”。"
            report.add("full", item.start, item.end, advice, grade=entry.weight, basis=basis)
