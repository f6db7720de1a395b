"""Ledgers for tests: the three shared workbooks and small ones made on the spot."""

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

DATA = Path(__file__).resolve().parents[2] / "data"
TODAY = date(2026, 11, 22)
HEAD = [
    "序号", "单位名称", "账号名称", "平台类型", "账号ID", "链接地址", "开通时间", "认证情况", "主要负责人",
    "分管负责人", "管理员", "联系电话", "最近更新时间", "运行状态", "注销时间", "备注",
]  # fmt: skip


def ledger_file(name: str) -> Path:
    """Return one of the shared ledgers."""
    return DATA / f"ledger_{name}.xlsx"


def expected(name: str) -> dict[str, Any]:
    """Return what a good reading of it yields."""
    return json.loads((DATA / f"ledger_{name}.expected.json").read_text(encoding="utf-8"))


def workbook(rows: Sequence[Sequence[Any]], *, sheet: str = "台账", merges: Sequence[str] = ()) -> io.BytesIO:
    """Return a workbook with one sheet; texts beginning with = are formulas, as people type them."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def plain_row(number: int, **changes: Any) -> list[Any]:
    """Return a faultless row of the plain layout; `changes` are by heading."""
    values = {
        "序号": number,
        "单位名称": f"示例单位{number:05d}",
        "账号名称": f"示例发布{number:05d}",
        "平台类型": ("微信公众号", "微博", "抖音", "网站", "视频号")[number % 5],
        "账号ID": f"shili_{number:05d}",
        "链接地址": f"https://example.com/{number}",
        "开通时间": ("2019-05-06", "2020年3月", "2018")[number % 3],
        "认证情况": "已认证",
        "主要负责人": "张某一",
        "分管负责人": "李某二",
        "管理员": "王某三",
        "联系电话": f"0000-{number:07d}",
        "最近更新时间": "2026-10-01",
        "运行状态": "正常",
        "备注": "示例",
    } | changes
    return [values.get(title) for title in HEAD]
