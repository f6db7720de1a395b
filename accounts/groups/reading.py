"""Reading a list of members, pasted or from a workbook (读取群成员名单): all faults at once, nothing is guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newmedia_portal.core.workbook.guard import WorkbookRefused
from newmedia_portal.core.workbook.reader import read_book

from ..models.groups import HEAD, MEMBER, REVIEWER

MOST = 500
MOBILE = re.compile(r"^1\d{10}$")
SPLIT = re.compile(r"[\t,，;；|]")
COLUMNS = {
    "name": ("姓名", "真实姓名", "成员姓名"),
    "title": ("单位及职务", "单位职务", "单位", "职务", "部门"),
    "nickname": ("群昵称", "昵称", "群内名称"),
    "phone": ("手机号码", "手机号", "手机", "联系电话", "电话"),
    "part": ("身份", "群内身份", "角色"),
}
USUAL: tuple[str, ...] = ("name", "title", "nickname", "phone", "part")
PART_WORDS = {
    **dict.fromkeys(("", "成员", "群成员"), MEMBER),
    **dict.fromkeys(("审核", "审核小组"), REVIEWER),
    **dict.fromkeys(("群主", "群负责人"), HEAD),
}
LONGEST = {"name": 40, "title": 80, "nickname": 60}


@dataclass(frozen=True)
class Row:
    """One person of a list; `line` is where it stands."""

    line: int
    name: str
    title: str = ""
    nickname: str = ""
    phone: str = ""
    part: str = MEMBER


@dataclass(frozen=True)
class Listed:
    """What was read: the people, and every fault with its line."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def read_text(text: str) -> Listed:
    """Read pasted lines, columns apart by tab, comma or semicolon."""
    return _listed([SPLIT.split(line) for line in text.replace("\r", "").split("\n")])


def read_workbook(source: Any) -> Listed:
    """Read the first sheet of a workbook; a file that cannot be read is one fault."""
    try:
        book = read_book(source, max_rows=MOST * 4)
    except WorkbookRefused as refusal:
        return Listed((), (str(refusal),))
    return _listed(book.sheets[0].rows)


def _listed(lines: Iterable[Sequence[Any]]) -> Listed:
    order, rows, faults, seen = USUAL, list[Row](), list[str](), dict[tuple[str, str], int]()
    for number, cells in enumerate(lines, start=1):
        values = [_text(cell) for cell in cells]
        if not any(values):
            continue
        if (heading := _heading(values)) is not None:
            order = heading
            continue
        row, wrong = _row(number, dict(zip(order, values, strict=False)))
        key = (row.name, row.title)
        if not wrong and key in seen:
            wrong = [f"“{row.name}”与第 {seen[key]} 行重复，请删去其一，或写明不同的单位职务"]
        seen.setdefault(key, number)
        faults += [f"第 {number} 行：{word}。" for word in wrong]
        rows.append(row)
    if not rows:
        faults.append("名单里没有人员。请至少填写一行姓名。")
    if len(rows) > MOST:
        faults.append(f"一次最多导入 {MOST} 人，名单有 {len(rows)} 人。请分次导入。")
    return Listed(tuple(rows), tuple(faults))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\x00", "").strip()


def _heading(values: Sequence[str]) -> tuple[str, ...] | None:
    """Return the order of the columns where a line names them; unknown columns are passed over."""
    if not set(values) & set(COLUMNS["name"]):
        return None
    known = {word: code for code, words in COLUMNS.items() for word in words}
    return tuple(known.get(value, f"other{place}") for place, value in enumerate(values))


def _row(line: int, cells: dict[str, str]) -> tuple[Row, list[str]]:
    wrong = []
    name = cells.get("name", "")
    if not name:
        wrong.append("没有填写姓名，群成员须实名登记")
    wrong += [
        f"“{cells[code][:10]}…”超过 {most} 个字" for code, most in LONGEST.items() if len(cells.get(code, "")) > most
    ]
    phone = cells.get("phone", "").replace(" ", "").replace("-", "")
    if phone and not MOBILE.match(phone):
        wrong.append("手机号码应为 11 位数字")
    part = PART_WORDS.get(cells.get("part", ""))
    if part is None:
        wrong.append("身份请填写群成员、审核小组或群负责人")
    return Row(line, name, cells.get("title", ""), cells.get("nickname", ""), phone, part or MEMBER), wrong
