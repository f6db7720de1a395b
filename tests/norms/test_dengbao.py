"""等保三级, GB/T 22239-2019 8.1.4: every lettered clause stands once, in its order, under its control point."""

import re

import pytest

from scripts.norms import clauses

from .sources import ROOT

LETTERS = {
    "身份鉴别": "abcd", "访问控制": "abcdefg", "安全审计": "abcd", "入侵防范": "abcdef", "恶意代码防范": "",
    "可信验证": "", "数据完整性": "ab", "数据保密性": "ab", "数据备份恢复": "abc",
    "剩余信息保护": "ab", "个人信息保护": "ab",
}  # fmt: skip


def test_every_clause_stands_once_under_its_control_point():
    wanted = [
        (f"8.1.4.{number} {letter})".removesuffix(" )"), point)
        for number, (point, letters) in enumerate(LETTERS.items(), 1)
        for letter in letters or [""]
    ]

    assert [(item["id"], item["clause"]) for item in clauses()] == wanted
    assert len(wanted) == 34


@pytest.mark.parametrize("item", clauses(), ids=lambda item: item["id"])
def test_every_page_that_a_clause_names_exists(item):
    named = re.findall(r"docs/[\w/.-]+\.md", item.get("how", "") + item.get("reason", ""))

    assert [page for page in named if not (ROOT / page).is_file()] == []


def test_a_clause_that_the_site_must_do_too_is_not_called_held():
    duties = [item["id"] for item in clauses() if "由使用单位" in item.get("reason", "") and item["held"] == "yes"]

    assert duties == []
    assert [item["id"] for item in clauses() if item["held"] == "na"] == ["8.1.4.6"]
