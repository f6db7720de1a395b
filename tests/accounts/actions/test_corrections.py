"""Corrections of the register: who, what, and not over one another."""

import pytest

from accounts.actions.register import ChangedMeanwhile, correct
from accounts.models import MediaAccount
from newmedia_portal.core.refusals import Forbidden, Refused
from tests.accounts.conftest import events
from tests.accounts.entries import enter
from tests.world import NOON, World


def test_the_authority_corrects_an_entry_with_a_reason(world: World) -> None:
    account = enter(world)
    by = world.person("registrar")

    correct(account, {"name": "示例发布厅"}, version=account.version, reason="录入笔误", by=by, at=NOON)

    (event,) = events("account.corrected", account)
    assert (event.before, event.after) == ({"name": "示例发布"}, {"name": "示例发布厅", "version": 2})
    assert (event.reason, account.name, account.version) == ("录入笔误", "示例发布厅", 2)


def test_the_units_operator_notes_running_facts_but_corrects_no_others(world: World) -> None:
    account = enter(world)
    by = world.person("operator")

    correct(account, {"followers": 1200}, version=1, reason="月度更新", by=by, at=NOON)
    with pytest.raises(Forbidden):
        correct(account, {"name": "别名"}, version=2, reason="改名", by=by, at=NOON)

    account.refresh_from_db()
    assert (account.followers, account.name) == (1200, "示例发布")


@pytest.mark.parametrize("role", ["child", "outsider", "line", "observer", "superior", "head"])
def test_nobody_else_corrects(world: World, role: str) -> None:
    account = enter(world)

    with pytest.raises(Forbidden):
        correct(account, {"followers": 1}, version=1, reason="试", by=world.person(role), at=NOON)


@pytest.mark.parametrize("field", ["state", "certificate_no", "filed_on", "unit", "root", "version", "merged_into"])
def test_what_a_filing_decides_is_never_corrected_by_hand(world: World, field: str) -> None:
    account = enter(world)

    with pytest.raises((Forbidden, Refused)):
        correct(account, {field: "closed"}, version=1, reason="试", by=world.person("registrar"), at=NOON)

    account.refresh_from_db()
    assert (account.state, account.certificate_no, account.version) == ("filed", "TB-2026-0001", 1)


def test_a_correction_over_somebody_elses_is_refused_with_the_differences(world: World) -> None:
    account = enter(world)
    by = world.person("registrar")
    correct(account, {"name": "示例甲", "remark": "甲"}, version=1, reason="甲改", by=by, at=NOON)

    with pytest.raises(ChangedMeanwhile) as refusal:
        correct(account, {"name": "示例乙"}, version=1, reason="乙改", by=world.person("director"), at=NOON)

    assert [(d.label, d.now, d.yours) for d in refusal.value.differences] == [
        ("账号名称", "示例甲", "示例乙"),
        ("备注", "甲", "甲"),
    ]
    assert str(by) in refusal.value.message
    assert MediaAccount.objects.get().name == "示例甲"


def test_a_correction_without_reason_or_change_is_refused(world: World) -> None:
    account = enter(world)
    by = world.person("registrar")

    with pytest.raises(Refused) as no_reason:
        correct(account, {"remark": "x"}, version=1, reason=" ", by=by, at=NOON)
    with pytest.raises(Refused) as no_change:
        correct(account, {"name": "示例发布"}, version=1, reason="无", by=by, at=NOON)

    assert no_reason.value.field == "reason"
    assert "没有需要保存的改动" in no_change.value.message
