"""Known faults put into clean ledgers are found at their cells, and none is invented."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.ledger.reading import read_ledger
from tests.soaking import keep_result

from .books import HEAD, TODAY, plain_row, workbook

Injection = tuple[str, str, Callable[[int], Any]]
INJECTIONS: list[Injection] = [
    ("missing_unit", "单位名称", lambda n: " 　"),
    ("missing_name", "账号名称", lambda n: None),
    ("missing_platform", "平台类型", lambda n: "—"),
    ("unknown_platform", "平台类型", lambda n: "脸书"),
    ("bad_date", "开通时间", lambda n: "2020年2月30日"),
    ("future_date", "开通时间", lambda n: "2098.3.5"),
    ("future_date", "最近更新时间", lambda n: "2097年12月"),
    ("closing_before_opening", "注销时间", lambda n: "2001-01-01"),
    ("name_too_long", "账号名称", lambda n: "长" * 201),
    ("text_too_long", "联系电话", lambda n: "0" * 61),
    ("formula_cell", "账号名称", lambda n: f"=B{n}"),
    ("formula_cell", "链接地址", lambda n: '=HYPERLINK("https://example.com/","示例")'),
    ("bad_link", "链接地址", lambda n: "见公众号二维码"),
    ("control_characters", "账号名称", lambda n: f"示例_x0007_之声{n}"),
    ("control_characters", "管理员", lambda n: "张\x7f某"),
    ("error_value", "运行状态", lambda n: "#REF!"),
    ("duplicate_in_file", "账号ID", lambda n: "shili_00005"),
]


PLACES = st.lists(st.integers(min_value=6, max_value=60), unique=True, max_size=12)
KINDS = st.lists(st.integers(min_value=0, max_value=len(INJECTIONS) - 1), min_size=12, max_size=12)
#: How many workbooks the long test makes (B35).
MANY_BOOKS = 5_000


def told_and_wanted(places: list[int], kinds: list[int]) -> tuple[set[tuple[str, str]], set[tuple[str, str]], int]:
    """Return the faults that the reading of a ledger tells, those that were put in, and its number of rows."""
    wanted, rows = set(), {number: plain_row(number) for number in range(1, 61)}
    for number, choice in zip(sorted(places), kinds, strict=False):
        kind, title, make = INJECTIONS[choice]
        column = HEAD.index(title)
        rows[number][column] = make(number)
        if kind == "duplicate_in_file":
            rows[number][HEAD.index("平台类型")] = rows[5][HEAD.index("平台类型")]
        wanted.add((f"{'ABCDEFGHIJKLMNOP'[column]}{number + 1}", kind))
    ledger = read_ledger(workbook([HEAD, *rows.values()]), today=TODAY)
    return {(fault.cell, fault.kind) for fault in ledger.faults}, wanted, len(ledger.rows)


@settings(max_examples=15, deadline=None)
@given(PLACES, KINDS)
def test_injected_faults_are_found_and_no_other(places: list[int], kinds: list[int]) -> None:
    told, wanted, rows = told_and_wanted(places, kinds)
    assert told == wanted
    assert rows == 60


@pytest.mark.soak
def test_the_faults_of_five_thousand_ledgers_are_found_and_no_other() -> None:
    random, books, faults, wrong = Random(35), 0, 0, []
    for _ in range(MANY_BOOKS):
        places = random.sample(range(6, 61), random.randint(0, 12))
        kinds = random.choices(range(len(INJECTIONS)), k=12)
        told, wanted, rows = told_and_wanted(places, kinds)
        books, faults = books + 1, faults + len(wanted)
        if told != wanted or rows != 60:
            wrong.append((sorted(places), kinds, sorted(told ^ wanted)))

    keep_result(
        "injected-faults", label="导入报告逐格指错", threshold="不少于 5,000 份工作簿，不漏不误",
        figures={"工作簿": books, "埋下的错误": faults, "不符的工作簿": len(wrong)}, held=not wrong,
    )  # fmt: skip
    assert wrong[:3] == []
