"""Before publishing: what changes, and which running cases stay on the old edition."""

from datetime import date

import pytest

from newmedia_portal.regimes import actions, counters, loader
from newmedia_portal.regimes.counters import CaseCount
from newmedia_portal.regimes.impact import changes_between, impact_of
from newmedia_portal.regimes.loader import parse
from newmedia_portal.regimes.vocabulary import REGIME_CODES

TODAY = date(2026, 9, 18)
TEXT = loader.shipped_text(REGIME_CODES[0])


def changes(old: str, new: str) -> list[tuple[str, str, str, str, str]]:
    found = changes_between(parse(TEXT), parse(TEXT.replace(old, new, 1)))
    return [(item.section, item.item, item.attribute, item.before, item.after) for item in found]


def test_an_equal_edition_has_no_changes():
    assert changes_between(parse(TEXT), parse(TEXT.replace('version = "1"', 'version = "2"', 1))) == []


def test_a_limit_is_told_in_words():
    assert changes("limit = { number = 30,", "limit = { number = 25,") == [
        ("备案事项", "开通备案", "期限", "自开通之日起30个工作日内", "自开通之日起25个工作日内")
    ]


def test_a_chain_is_told_step_by_step():
    ((section, item, attribute, before, after),) = changes("单位主要领导批准", "单位一把手批准")

    assert (section, item, attribute) == ("备案事项", "开通备案", "审批环节")
    assert (before.split("；")[0], after.split("；")[0]) == ("单位主要领导批准", "单位一把手批准")


def test_a_setting_shows_itself_and_the_rule_it_moves():
    found = changes('key = "change_limit_days"\nreading = "A11"\nlabel = "变更备案期限"\nvalue = 0',
                    'key = "change_limit_days"\nreading = "A11"\nlabel = "变更备案期限"\nvalue = 5')  # fmt: skip

    assert ("备案事项", "变更备案", "期限", "无", "自变更发生之日起5个工作日内（本地设定）") in found
    assert ("设定项", "变更备案期限", "取值", "0", "5") in found


def test_a_dropped_entry_is_told():
    head, tail = TEXT.split("[[rewards]]", 1)
    without = head + "# ----" + tail.split("# ----", 1)[1]

    found = changes_between(parse(TEXT), parse(without))

    assert [(item.section, item.item, item.before, item.after) for item in found] == [
        ("表彰激励", "表彰奖励", "有", "无")
    ]


@pytest.mark.django_db
def test_running_cases_are_counted_by_those_who_hold_them(shipped, admin, now):
    record = shipped[REGIME_CODES[0]]
    draft = actions.copy_to_draft(record, by=admin, at=now)
    actions.save_draft(draft, text=draft.content.replace("number = 30,", "number = 25,", 1), by=admin, at=now)

    def counter(edition):
        return [CaseCount("open.standard", "开通备案", 3), CaseCount("close.standard", "关闭备案", 2)]

    counters.register_counter(counter)
    try:
        impact = impact_of(draft, on=TODAY)
    finally:
        counters._counters.remove(counter)

    assert impact.current == record
    assert [case.number for case in impact.cases if case.label in ("开通备案", "关闭备案")] == [3, 2]
    assert [case.key for case in impact.touched_cases] == ["open.standard"]
