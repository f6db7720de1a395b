"""The sheet for the inspection of messages (留言抽查表)."""

from collections.abc import Sequence

from newmedia_portal.core.paper import Cell, Grid, Layout, Note, Paper, Table
from newmedia_portal.core.ui.texts import day_text, moment_text

from ..models import MessageSample, PublicMessage


def sample_paper(sample: MessageSample, rows: Sequence[PublicMessage]) -> Paper:
    """Return the sheet: how it was drawn, the messages, and room for what the inspector finds."""
    facts = Grid(
        (
            (Cell("抽查单位", 15, head="row"), Cell(str(sample.unit), 45), Cell("抽取人", 15, head="row"),
             Cell(f"{sample.by} {moment_text(sample.at)}", 45)),
            (Cell("收到日期", 15, head="row"), Cell(f"{day_text(sample.first_on)} 至 {day_text(sample.last_on)}", 45),
             Cell("抽取", 15, head="row"), Cell(f"{sample.population} 条中抽 {len(sample.chosen)} 条", 45)),
        )
    )  # fmt: skip
    table = Table(
        ("序号", "账号", "收到时间", "留言", "答复时间", "答复", "检查意见"),
        [
            (
                str(number), str(row.account or row.unit), moment_text(row.received_at), row.text[:200],
                moment_text(row.answered_at) or row.get_state_display(), (row.answer or row.waive_reason)[:200], "",
            )
            for number, row in enumerate(rows, 1)
        ],
        widths=(4, 12, 10, 26, 10, 26, 12),
    )  # fmt: skip
    return Paper(
        "留言答复抽查表",
        (facts, table, Note((f"抽取种子:{sample.seed}。用同一种子重抽,结果相同。",))),
        layout=Layout.WIDE,
    )
