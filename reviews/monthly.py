"""The monthly summary of what was published (信息发布月度汇总表), with the nil return (零报告)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from newmedia_portal.core.paper import Layout, Note, Paper, Table
from newmedia_portal.core.ui.texts import moment_text

from .models import Receipt

HEAD = ("序号", "发布时间", "标题", "单位", "账号", "审签人", "保密审查", "比对结论")
WIDTHS = (4, 10, 22, 16, 14, 16, 8, 8)
MOST = 5000


def rows_of(receipts: QuerySet[Receipt]) -> list[tuple[str, ...]]:
    """Return one line per publication, oldest first."""
    found = receipts.filter(replaced_by__isnull=True).select_related("unit", "account", "authorisation")
    found = found.defer("text", "differences").order_by("published_at", "pk")[:MOST]
    return [(str(number), *_line(row)) for number, row in enumerate(found, start=1)]


def _line(row: Receipt) -> tuple[str, ...]:
    signers: Sequence[dict[str, Any]] = row.authorisation.signers if row.authorisation else ()
    secrecy = next((item["name"] for item in signers if item["code"] == "secrecy"), "")
    return (
        moment_text(row.published_at),
        row.title,
        str(row.unit),
        str(row.account),
        "、".join(item["name"] for item in signers) or "无",
        secrecy or "无",
        str(row.get_verdict_display()),
    )


def monthly_paper(rows: list[tuple[str, ...]], *, month: date, by: Any, at: datetime) -> Paper:
    """Return the summary; without a line it says so in words (零报告)."""
    title = f"{month.year}年{month.month}月信息发布汇总表"
    if rows:
        blocks: tuple[Any, ...] = (Table(HEAD, tuple(rows), widths=WIDTHS), Note((f"共 {len(rows)} 条。",)))
    else:
        blocks = (Note(("本月没有发布信息(零报告)。",)),)
    return Paper(title, blocks, layout=Layout.WIDE, footer=f"{by} 于 {moment_text(at)} 打印")
