"""The portal's own template (本平台模板): one row an item, accounts and platforms to choose from."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from newmedia_portal.core.workbook import Column, Kind, Sheet, write_xlsx

SHEET = "发布数据"
ROOM = 500
LINES = (
    "一行填一条信息。账号名称、发布日期、标题必填,其余没有可留空。",
    "同名账号在几个平台都有的,须填平台类型。",
    "发布日期写成 2026-09-01,发布时间写成 18:00。一次推送几条的,每条各填一行,发布时间相同。",
    "阅读、点赞等没有数据的请留空,不要填 0;可以写 1.2万、10万+。",
    "不要用公式,不要合并单元格。公众号、微博、抖音、头条号后台导出的表可以直接上传,不必抄到本表。",
)


def write_template(target: BinaryIO, accounts: Sequence[tuple[str, str]], *, by: str, at: datetime) -> None:
    """Write an empty table with the names and platforms of these accounts to choose from."""
    names = tuple(dict.fromkeys(name for name, _ in accounts))
    platforms = tuple(dict.fromkeys(platform for _, platform in accounts))
    columns = [
        Column("账号名称", 26, choices=names),
        Column("平台类型", 16, choices=platforms),
        Column("发布日期", 14, Kind.DATE),
        Column("发布时间", 12),
        Column("标题", 50),
        Column("链接", 40),
        Column("原创", 10, choices=("原创", "转载")),
        *(Column(title, 10, Kind.NUMBER) for title in ("阅读数", "点赞数", "在看数", "转发数", "评论数")),
    ]
    sheet = Sheet(SHEET, columns, [], frozen_columns=1, filtered=False, room=ROOM)
    notes = Sheet("填表说明", [Column("填表说明", 100)], [[line] for line in LINES], filtered=False)
    write_xlsx(target, [sheet, notes], by=by, at=at)
