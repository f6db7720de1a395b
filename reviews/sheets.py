"""Review sheet and secrecy sheet (信息发布审核表、保密审查表) as papers: whatever was answered, said and signed."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.paper import Body, Cell, Check, Checks, Grid, Heading, Note, Opinion, Paper
from newmedia_portal.core.ui.texts import moment_text
from newmedia_portal.core.workflow import chain
from newmedia_portal.regimes.schema import Checklist

from .casework.facts import accounts_of, class_label, source_rows, topic_rows
from .casework.history import Signature, past_of, signatures_of
from .content import content_of, edition_of
from .models import Authorisation, Post
from .plan import SECRECY

#: Widths of a label and of what stands beside it, alone and in pairs.
LABEL, WIDE, HALF = 4, 20, 8
Row = tuple[Cell, ...]


def review_sheet(post: Post, *, by: Any, at: datetime) -> Paper:
    """Return the review sheet (信息发布审核表) of a post as it stands."""
    past = past_of(post)
    content = past.last.content if past.last else content_of(post)
    signatures = signatures_of(post, past)
    rows = [*_head(post, content), *_source(post, content), *_lists(post)]
    rows += [_signature(row) for row in signatures] or [_row("审核意见", Opinion())]
    rows += _outcome(post)
    text = past.last.text if past.last else ""
    body = tuple(line for line in text.partition("\n")[2].split("\n") if line.strip())
    number = f"第 {past.last.number} 版,内容指纹 {past.last.content_hash[:16]}" if past.last else "草稿"
    attached = Body((Heading(f"附:稿件原文({number})"), content["title"], *body))
    notes = ("送审稿附后,发布结果由作者登记;意见和签署以系统记录为准。",)
    return Paper(
        "信息发布审核表",
        (Grid(tuple(rows)), Note(notes), attached),
        subtitle=str(post.unit),
        number=f"编号 {post.number or '(草稿)'}",
        footer=f"{by} 于 {moment_text(at)} 打印",
    )


def has_secrecy_sheet(post: Post) -> bool:
    """Whether the edition has questions of secrecy."""
    return _questions(post) is not None


def secrecy_sheet(post: Post, *, by: Any, at: datetime) -> Paper:
    """Return the secrecy sheet (保密审查表): what is to be published where, the questions, the opinions."""
    past = past_of(post)
    content = past.last.content if past.last else content_of(post)
    signatures = signatures_of(post, past)
    answered = post.answers.filter(checklist=SECRECY).select_related("step", "by").last()
    rows = [
        _pair("申请单位", str(post.unit), "申请人", str(post.created_by)),
        _row("标题", content["title"]),
        _pair("事项", class_label(edition_of(post), content["content_class"]), "提交时间",
              moment_text(post.submitted_at)),
        _row("发布渠道", _accounts(content)),
        _row("事由", post.special_reason or "公开发布"),
        _row("话题标记", _topics(post, content) or "作者未标记"),
        *_question_rows(post, {line["code"] for line in answered.lines} if answered else set()),
    ]  # fmt: skip
    asked = [row for row in signatures if row.step.code == SECRECY]
    asked = asked or [row for row in signatures if answered and row.step.pk == answered.step_id]
    final = [row for row in signatures if row.step.kind == "sign" and row not in asked]
    rows += [_signature(row) for row in (*asked, *final)] or [_row("保密审查意见", Opinion())]
    questions = _questions(post)
    return Paper(
        "信息公开保密审查表",
        (Grid(tuple(rows)), Note((f"审查问题依据:{questions.article if questions else ''}。送审稿附在审核表后。",))),
        subtitle=str(post.unit),
        number=f"编号 {post.number or '(草稿)'}",
        footer=f"{by} 于 {moment_text(at)} 打印",
    )


def _head(post: Post, content: dict[str, Any]) -> list[Row]:
    edition = edition_of(post)
    grade = str(post.get_importance_display()) + (f"(应急:{post.special_reason})" if post.lane == "fast" else "")
    return [
        _row("信息主题", content["title"]),
        _pair("提交时间", moment_text(post.submitted_at), "拟发布时间", moment_text(post.planned_at) or "审定后"),
        _row("拟发平台", _accounts(content)),
        _pair("拟稿人", str(post.created_by), "拟稿单位", str(post.unit)),
        _pair("内容类别", class_label(edition, content["content_class"]), "重要程度", grade),
        _row("话题标记", _topics(post, content) or "无"),
    ]


def _source(post: Post, content: dict[str, Any]) -> list[Row]:
    rows = source_rows(edition_of(post), content["source"])
    files = [row["name"] for row in content["files"]]
    made = [_row("信息来源", "\n".join(f"{row.label}:{row.value}" for row in rows))] if rows else []
    return [*made, _row("图片和附件", "、".join(files) or "无")]


def _lists(post: Post) -> list[Row]:
    """Return the answered checklists, by whom and when; the questions of secrecy among them."""
    labels = {item.code: item.label for item in edition_of(post).review.checklists}
    latest = {row.checklist: row for row in post.answers.select_related("by")}
    rows = []
    for row in latest.values():
        boxes = Checks(tuple(Check(line["text"], bool(line["yes"])) for line in row.lines))
        rows.append(_row(f"{labels.get(row.checklist, row.checklist)}\n{row.by}", boxes))
    return rows


def _outcome(post: Post) -> list[Row]:
    held = Authorisation.objects.filter(post=post).first()
    rows = []
    if held is not None:
        period = f"{moment_text(held.issued_at)} 至 {moment_text(held.valid_until)}"
        words = f"{held.number}({held.get_state_display()})\n有效期 {period}\n内容指纹 {held.content_hash}"
        rows = [_row("发布授权", words), _row("署名行", held.byline)]
    receipts = post.receipts.select_related("account").order_by("published_at", "pk")
    lines = [
        f"{row.account}:{moment_text(row.published_at)} {row.link} {row.get_verdict_display()}".strip()
        for row in receipts
    ]
    return [*rows, _row("发布结果", "\n".join(lines) or "(尚未发布)")]


def _signature(row: Signature) -> Row:
    role = chain.role_label(row.step.role)
    return _row(row.step.label if role in row.step.label else f"{row.step.label}\n{role}", opinion_of(row))


def opinion_of(row: Signature) -> Opinion:
    """Return an opinion with its signer, whom they stood in for, and the moment; what is not signed stays open."""
    made = row.decision
    if made is None:
        return Opinion(signature="签字")
    words = "\n".join(filter(None, [row.word, "、".join(made.reasons), made.opinion]))
    signer = f"{made.by}(代{row.for_whom})" if row.for_whom else str(made.by)
    return Opinion(words, "签字", signer, on=made.at)


def _question_rows(post: Post, confirmed: set[str]) -> list[Row]:
    questions = _questions(post)
    rows: list[Row] = []
    for line in questions.lines if questions else ():
        sure = line.code in confirmed
        boxes = Checks((Check("已确认", sure), Check("不能确认")))
        rows.append((Cell(line.text, LABEL + HALF, head="row"), Cell(boxes, WIDE - HALF)))
    return rows


def _questions(post: Post) -> Checklist | None:
    return next((item for item in edition_of(post).review.checklists if item.code == SECRECY), None)


def _topics(post: Post, content: dict[str, Any]) -> str:
    return "、".join(row.value for row in topic_rows(edition_of(post), content["topics"]))


def _accounts(content: dict[str, Any]) -> str:
    return "\n".join(f"{row.platform}:{row}" for row in accounts_of(content)) or "未选择"


def _row(label: str, content: Any) -> Row:
    return Cell(label, LABEL, head="row"), Cell(content, WIDE)


def _pair(label: str, content: str, other: str, more: str) -> Row:
    return Cell(label, LABEL, head="row"), Cell(content, HALF), Cell(other, LABEL, head="row"), Cell(more, HALF)
