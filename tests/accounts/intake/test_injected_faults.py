"""Known faults put into clean workbooks of people are found at their cells, and none is invented."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.intake.plan import make_plan
from accounts.intake.reading import read_roster

from .books import HEAD, NOW, person, sight_of, units, workbook

UNITS = units(24)
SIGHT = sight_of([*UNITS, *[type(UNITS[0])(pk=900 + n, code=f"E{n}", name="重名科", regime="taibai") for n in (1, 2)]])
INJECTIONS: list[tuple[str, str, Any]] = [
    ("missing_username", "登录名", " 　"),
    ("bad_username", "登录名", "张三"),
    ("formula_cell", "登录名", "=A2"),
    ("missing_name", "姓名", None),
    ("formula_cell", "姓名", '=HYPERLINK("https://example.com/","示例")'),
    ("text_too_long", "姓名", "长" * 41),
    ("control_characters", "姓名", "示例_x0007_人员"),
    ("bad_phone", "手机号", "0000-0000001"),
    ("masked_phone", "手机号", "138****0001"),
    ("bad_email", "电子邮箱", "没有邮箱"),
    ("text_too_long", "办公电话", "0" * 31),
    ("missing_unit", "单位", None),
    ("unknown_unit", "单位", "不存在的科"),
    ("unit_ambiguous", "单位", "重名科"),
    ("error_value", "单位", "#REF!"),
    ("missing_role", "岗位", None),
    ("unknown_role", "岗位", "科长助理"),
    ("three", "岗位", "系统管理员"),
    ("three", "岗位", "secadmin"),
    ("missing_since", "任职日期", None),
    ("bad_date", "任职日期", "2026年2月30日"),
    ("bad_date", "任职日期", "2026年3月"),
    ("future_date", "任职日期", "2098-03-05"),
    ("trained_late", "培训日期", "2026-08-01"),
    ("not_in_post", "离任日期", "2026-09-01"),
]


@pytest.mark.once
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(min_value=1, max_value=24), unique=True, max_size=8),
    st.lists(st.integers(min_value=0, max_value=len(INJECTIONS) - 1), min_size=8, max_size=8),
)
def test_injected_faults_are_found_and_no_other(places: list[int], kinds: list[int]) -> None:
    wanted, rows = set(), {number: person(number, UNITS[number - 1]) for number in range(1, 25)}
    for number, choice in zip(sorted(places), kinds, strict=False):
        kind, title, value = INJECTIONS[choice]
        column = HEAD.index(title)
        rows[number][column] = value
        if kind == "missing_username":
            rows[number][HEAD.index("手机号")] = None
        wanted.add((f"{'ABCDEFGHIJK'[column]}{number + 1}", kind))
    roster = read_roster(workbook(list(rows.values())))
    plan = make_plan(roster, SIGHT, by=None, at=NOW)
    assert {(fault.cell, fault.kind) for fault in roster.faults} == wanted
    assert [fault.cell for fault in roster.faults if "请" not in fault.message] == []
    faulty = {int(cell[1:]) for cell, _ in wanted}
    assert [person.rows[0].number for person in plan.good] == [n for n in range(2, 26) if n not in faulty]
