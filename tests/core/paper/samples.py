"""Papers for the tests, plainly artificial, with every kind of block."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from newmedia_portal.core.paper import (
    Body,
    Cell,
    Changed,
    Check,
    Checks,
    Grid,
    Heading,
    Items,
    Layout,
    Note,
    Opinion,
    Paper,
    Paragraphs,
    Picture,
    SignatureBox,
    Table,
)

DAY = date(2026, 9, 18)
ADDRESS = "https://portal.example.cn/verify/?number=SL2026-0001&code=ABCDEFGHJK"
RARE = "䶮㛃𬭩𠅤"


def png(width: int = 60, height: int = 30) -> bytes:
    """Return a plain grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\x00" + b"\xa0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def labelled(label: str, content: Any, head: str = "row") -> tuple[Cell, ...]:
    """Return a row of a form: its label and one cell across the rest."""
    return (Cell(label, 17, head=head), Cell(content, 60))  # type: ignore[arg-type]


def people(label: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[tuple[Cell, ...]]:
    """Return the rows of people with their heads beside one label."""
    span = 60 // len(heads)
    first = (Cell(label, 17, down=len(rows) + 1, head="row"), *(Cell(head, span, head="col") for head in heads))
    return [first, *(tuple(Cell(text, span) for text in row) for row in rows)]


def form(**own: Any) -> Paper:
    """Return a form of two copies with a code."""
    rows = [
        labelled("创建单位", f"示例文旅局{RARE}"),
        labelled("平台", Checks((Check("官方微博"), Check("官方微信", on=True), Check("其他(示例平台)", on=True)))),
        labelled("名称", Changed("示例旧名", "示例新名")),
        *people(
            "主管领导", ("姓名", "职务", "办公电话", "手机号码"), (("张某", "副局长", "0000-0000001", "138****0001"),)
        ),
        *people(
            "信息员",
            ("姓名", "电话", "邮箱"),
            (("李某", "1", "li.mou.example@example.com"), ("王某", "2", "w@example.com")),
        ),
        labelled("单位意见", Opinion("同意开设", "负责人签字", "赵某", "加盖单位公章", DAY)),
        labelled("宣传部意见", Opinion(seal="加盖部门公章")),
    ]
    made: dict[str, Any] = {
        "title": "示例新媒体登记表",
        "number": "编号 SL2026-0001",
        "copies": ("第一联 部门留存", "第二联 单位留存"),
        "blocks": (
            Grid(tuple(rows)),
            Note(("本表一式两份。", "联系人:0000-0000002")),
            SignatureBox("复核", Opinion("已复核")),
        ),
        "footer": "示例人员 打印",
        "qr_text": ADDRESS,
        "qr_lines": ("备案编号 SL2026-0001", "核验码 ABCDEFGHJK"),
        "qr_label": "核验二维码",
    }
    return Paper(**{**made, **own})


def letter(**own: Any) -> Paper:
    """Return an official letter."""
    body = (
        "经检查,现将有关情况通知如下,请认真对照整改,并在规定期限内书面反馈整改结果,逾期未反馈的将予以通报。" * 2,
        Heading("一、检查情况"),
        "检查了示例账号三个,其中一个连续多日没有更新。",
        Heading("(一)主要问题", 2),
        Items(("更新不及时", "留言没有回复"), ordered=True),
        "请抓紧办理。",
    )
    block = Paragraphs(body, "示例单位:", ("检查清单", "整改要求"), "示例宣传部", DAY)
    made: dict[str, Any] = {
        "title": "关于做好示例账号整改工作的通知",
        "number": "示宣函〔2026〕3号",
        "blocks": (block,),
        "layout": Layout.LETTER,
    }
    return Paper(**{**made, **own})


def listing(rows: int = 40, **own: Any) -> Paper:
    """Return a long list."""
    lines = tuple(
        (str(n), f"示例单位{n}", f"示例账号{n}", "官方微信", "2026-09-18", str(n * 7)) for n in range(1, rows + 1)
    )
    table = Table(
        ("序号", "主办单位", "账号名称", "平台", "最近更新", "条数"),
        lines,
        (5, 20, 20, 10, 12, 7),
        frozenset({5}),
        "示例一览",
    )
    return Paper("示例账号情况通报", (table,), layout=Layout.WIDE, **own)


def running(**own: Any) -> Paper:
    """Return a paper of running text with a picture."""
    parts = (
        Heading("标题一"),
        "第一段文字。\n另起一行。",
        Items(("要点甲", "要点乙")),
        Picture(png(), "示例图", "图1 示例说明"),
    )
    return Paper("示例稿件审核单", (Body(parts),), subtitle="(审核中)", **own)


def every() -> tuple[Paper, ...]:
    """Return one paper of each kind."""
    return form(), letter(), listing(), running()


def texts_of(thing: Any) -> Iterator[str]:
    """Return every text of a model that a reader must find, words of the layout and codes left out."""
    if type(thing) is str:
        yield from (line for line in thing.split("\n") if line)
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from texts_of(item)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in {"qr_text", "qr_label", "alt", "head"}:
                yield from texts_of(getattr(thing, field.name))
