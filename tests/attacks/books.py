"""Mutated workbooks and tables (变形表格): right headings, odd cells, cut and bent files."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from hypothesis import strategies as st

from .odd import TEXTS

#: xlsxwriter refuses what no XML can hold; such bytes come by the bent files below.
WRITABLE = [text[:2000] for text in TEXTS if not any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in text)]
GOOD = (
    "示例宣传部", "微博", "示例账号", "shili_1", "2024-03-05", "2026.9.18", "https://weibo.com/123", "是", "否", "张某",
    "13800000001", "2026-09-18 09:30", "08:00", "1200", "领导", "注销", "敏感词", "咨询", "微信公众号",
)  # fmt: skip
NUMBERS = (0, -1, 1, 1.5, 43529, 43529.75, 60, 2958465, 2958466, 1e15, 1e300, -1e300, 5e-324, 0.999999, 13800000001)
CELLS = st.one_of(
    st.sampled_from(GOOD),
    st.sampled_from(WRITABLE),
    st.sampled_from(NUMBERS),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), max_size=30),
    st.booleans(),
    st.none(),
    st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)),  # noqa: DTZ001 - spreadsheets know no zone
    st.times(),
    st.sampled_from(("=1/0", "=A1", "=NA()", '=HYPERLINK("http://127.0.0.1")')),
)
#: Bytes that mean something in a file or one of its parts.
MEANT = (
    b"<row r='1048577'>", b"</c>", b"<c r='XFE1' t='s'><v>99999</v></c>", b"<c r='A1' t='d'><v>9999-99-99</v></c>",
    b"<c r='1A'><v>1e999</v></c>", b"<c t='b'><v>x</v></c>", b"<v>-1</v>", b"<is><t>a</t></is>", b"&#0;",
    b"&#xD800;",
    b"<!DOCTYPE a>", b"<mergeCell ref='A1:XFD1048576'/>", b"<dimension ref='ZZZZ0'/>",
    b"<sheet name='' sheetId='-1'/>",
    b"<numFmt numFmtId='999999999999' formatCode='['/>", b"' '", b"0", b"\x00", b"\xff\xfe", b"<" * 30,
)  # fmt: skip
#: Bytes put into a file or one of its parts: any, and such as mean something there.
PIECES = st.one_of(st.binary(min_size=1, max_size=40), st.sampled_from(MEANT))
Rows = list[list[Any]]


def tables(headings: tuple[str, ...]) -> st.SearchStrategy[Rows]:
    """Return a strategy of tables: the headings, some in another order, doubled or odd, over rows of any cells."""
    usual = st.just(list(headings))
    shuffled = st.permutations(headings).map(list)
    bent = st.lists(st.one_of(st.sampled_from(headings), st.sampled_from(WRITABLE)), min_size=1, max_size=12)
    heads = st.one_of(usual, usual, usual, shuffled, bent)
    rows = st.lists(st.lists(CELLS, max_size=len(headings) + 2), max_size=5)
    above = st.lists(st.lists(CELLS, max_size=3), max_size=2)
    return st.tuples(above, heads, rows).map(lambda parts: [*parts[0], parts[1], *parts[2]])


def workbook(rows: Rows) -> BytesIO:
    """Return a workbook of one sheet."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "nan_inf_to_errors": True})
    sheet = book.add_worksheet("表")
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, (date, datetime, time)):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(number, column, value)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    target.seek(0)
    return target


def bent(whole: bytes, at: float, sort: int, more: bytes) -> BytesIO:
    """Return a file with bytes changed, cut off, doubled or put in."""
    place = int(at * len(whole))
    changed = (
        whole[:place], whole[:place] + more + whole[place + len(more) :], whole[:place] + more + whole[place:],
        whole[:place] + whole[place + len(more) :], whole + more, more + whole,
    )[sort]  # fmt: skip
    return BytesIO(changed)


def inner(whole: bytes, part: int, at: float, sort: int, more: bytes) -> BytesIO:
    """Return a sound package in which one part is bent."""
    target = BytesIO()
    with ZipFile(BytesIO(whole)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            new.writestr(
                name, bent(content, at, sort, more).getvalue() if name == names[part % len(names)] else content
            )
    target.seek(0)
    return target


def separated(rows: Rows, comma: str) -> str:
    """Return rows as pasted or as CSV."""
    return "\n".join(comma.join("" if cell is None else str(cell) for cell in row) for row in rows)


NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
