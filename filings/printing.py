"""The printed record of a filing (备案记录): every answer, skipped ones too, papers, decisions, the certificate."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.paper import Block, Body, Changed, Grid, Heading, Items, Paper, Table
from newmedia_portal.core.ui.texts import moment_text
from newmedia_portal.core.workflow import chain

from .codes import Code
from .content import kind_of
from .models import Filing
from .sheet import labelled
from .summary import Line, Section, answers_of, papers_text

PEOPLE = ("角色", "姓名", "职务", "办公电话", "手机")
DECISIONS = ("环节", "办理", "姓名", "时间", "意见")
ANSWER_WIDTHS = (3, 7)
MISSING, NOT_APPLICABLE = "未填写", "不适用"


def record_of(filing: Filing, *, code: Code, by: Any, at: datetime) -> Paper:
    """Return the record as it stands at a moment; `code` opens the case or proves its certificate."""
    blocks: list[Block] = [block for section in answers_of(filing) for block in _section(section)]
    handed_in = tuple(f"{kind}：{name}" for kind, name in papers_text(filing))
    blocks.append(Body((Heading("材料"), Items(handed_in or ("没有材料",)))))
    blocks += [Body((Heading("办理记录"),)), Table(DECISIONS, _decisions(filing), (3, 2, 2, 3, 6))]
    return Paper(
        f"{kind_of(filing).name}记录",
        tuple(blocks),
        subtitle=filing.get_state_display(),
        number=f"受理编号 {filing.number or '（草稿）'}",
        footer=f"{by} 于 {moment_text(at)} 打印",
        qr_text=code.text,
        qr_lines=code.lines,
        qr_label=code.label or "二维码",
    )


def _section(section: Section) -> list[Block]:
    blocks: list[Block] = [Body((Heading(section.label),))]
    if section.lines:
        blocks.append(Grid(tuple(labelled(line.label, _answer(line), ANSWER_WIDTHS) for line in section.lines)))
    if section.asks_people:
        people = tuple(
            tuple(str(person[key]) for key in ("label", "name", "title", "office_phone", "mobile"))
            for person in section.people
        )
        blocks.append(Table(PEOPLE, people or ((MISSING, "", "", "", ""),), (3, 3, 3, 4, 4)))
    return blocks


def _answer(line: Line) -> str | Changed:
    """Return an answer; where it took the place of another, the old one with it."""
    text = line.text or (MISSING if line.applies else NOT_APPLICABLE)
    return Changed(line.old, text) if line.changed and line.old else text


def _decisions(filing: Filing) -> tuple[tuple[str, ...], ...]:
    run = chain.runs_of(filing).last()
    if run is None:
        return ()
    decisions = run.decisions.exclude(verb="urge").select_related("by", "step", "step__unit")
    said = tuple(
        (
            str(decision.step or "提交"),
            str(decision.get_verb_display()),
            str(decision.by or "系统"),
            moment_text(decision.at),
            decision.opinion,
        )
        for decision in decisions
    )
    receipt = getattr(filing, "upward", None)
    if receipt is None or receipt.acknowledged_at is None:
        return said
    above = (receipt.label, "知悉", str(receipt.acknowledged_by), moment_text(receipt.acknowledged_at), receipt.note)
    return (*said, above)
