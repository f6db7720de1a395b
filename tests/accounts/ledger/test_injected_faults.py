"""Known faults put into clean ledgers are found at their cells, and none is invented."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.ledger.reading import read_ledger

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


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(min_value=6, max_value=60), unique=True, max_size=12),
    st.lists(st.integers(min_value=0, max_value=len(INJECTIONS) - 1), min_size=12, max_size=12),
)
def test_injected_faults_are_found_and_no_other(places: list[int], kinds: list[int]) -> None:
    wanted, rows = set(), {number: plain_row(number) for number in range(1, 61)}
    for number, choice in zip(sorted(places), kinds, strict=False):
        kind, title, make = INJECTIONS[choice]
        column = HEAD.index(title)
        rows[number][column] = make(number)
        if kind == "duplicate_in_file":
            rows[number][HEAD.index("平台类型")] = rows[5][HEAD.index("平台类型")]
        wanted.add((f"{'ABCDEFGHIJKLMNOP'[column]}{number + 1}", kind))
    ledger = read_ledger(workbook([HEAD, *rows.values()]), today=TODAY)
    assert {(fault.cell, fault.kind) for fault in ledger.faults} == wanted
    assert len(ledger.rows) == 60
