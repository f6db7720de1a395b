"""The list of a hand-over on paper (移交清单), with room for every side's signature."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from newmedia_portal.core.paper import Cell, Grid, Heading, Note, Opinion, Paper, SignatureBox, Table
from newmedia_portal.core.paper.model import Body

from ..models import Handover, HandoverItem
from ..states import HandoverSide
from .holders import Group
from .items import Line

HEADS = ("序号", "事项", "依据", "期限", "办理日期", "经办", "凭据或说明")


def paper_of(
    case: Handover, *, items: list[HandoverItem], lines: list[Line], groups: list[Group], by: Any, at: datetime
) -> Paper:
    """Return the list: who to whom, items with what stands about them, what passed on, what is left, confirmations."""
    rows = [_row(number, *facts) for number, facts in enumerate([*map(_own, items), *map(_other, lines)], 1)]
    moved = [(str(n), one.kind, one.title, one.to_words) for n, one in enumerate(case.lines.all(), 1)]
    left = [f"{group.holder.label}：{held.title}" for group in groups for held in group.things]
    signs = {sign.side: sign for sign in case.signs.select_related("by")}
    blocks: list[Any] = [_grid(case), Body((Heading("一、移交事项"),)), Table(HEADS, rows, (1, 5, 3, 2, 2, 2, 4))]
    blocks += [
        Body((Heading("二、名下事项去向"),)),
        Table(("序号", "类别", "内容", "移交给"), moved or [("", "", "没有需要移交的事项", "")], (1, 3, 6, 3)),
    ]
    if left:
        blocks.append(Note(tuple(left), label="尚未移交"))
    for side in HandoverSide:
        sign = signs.get(side)
        text = (sign.note or "移交事项属实，确认。") if sign else ""
        opinion = Opinion(
            text, f"{side.label}签字", str(sign.by) if sign else "", on=localtime(sign.at) if sign else None
        )
        blocks.append(SignatureBox(f"{side.label}确认", opinion))
    footer = f"{by}于 {localtime(at):%Y-%m-%d %H:%M} 打印"
    return Paper(
        "离任移交清单" if case.post_id else "账号移交清单", tuple(blocks), subtitle=str(case.unit), footer=footer
    )


def _grid(case: Handover) -> Grid:
    successor = case.successor_name or "未定"
    what = case.post.get_role_display() if case.post else f"账号“{case.account}”"
    return Grid((
        (Cell("移交人", head="row"), Cell(case.person), Cell("接手人", head="row"), Cell(successor)),
        (Cell("岗位或账号", head="row"), Cell(what), Cell("离任日期", head="row"), Cell(f"{case.left_on}")),
        (Cell("单位", head="row"), Cell(str(case.unit)), Cell("状态", head="row"), Cell(case.get_state_display())),
    ))  # fmt: skip


def _own(item: HandoverItem) -> tuple[str, str, str, str, str, str]:
    words = f"不涉及：{item.evidence}" if item.waived else item.evidence
    return (item.label, item.article or "产品规则", f"{item.due_on or ''}", *_done(item.done_on, item.done_by), words)


def _other(line: Line) -> tuple[str, str, str, str, str, str]:
    words = f"不涉及：{line.note}" if line.waived else line.note
    return (line.label, line.article or "产品规则", "", *_done(line.done_on, line.done_by), words)


def _done(on: Any, by: Any) -> tuple[str, str]:
    return ("未办理", "") if on is None else (f"{on}", str(by or "系统"))


def _row(number: int, *facts: str) -> tuple[str, ...]:
    return (str(number), *facts)
