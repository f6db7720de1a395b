"""Every verb on filings: what only the filing adds to the chain: rights of the unit, department and administrator."""

from datetime import timedelta
from typing import Any

import pytest

from filings import actions
from filings.models import Certificate, Filing
from filings.states import FilingState
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.search.upkeep import catch_up
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.consulting import Asked
from newmedia_portal.core.workflow.models import Copy
from newmedia_portal.core.workflow.stuck import escalate_stuck, without_holder
from tests.dying import survives
from tests.filings.making import submitted
from tests.filings.pages import client_of, waiting_step, words
from tests.world import NOON, World, admin, build, user

pytestmark = pytest.mark.django_db
CAST = ["operator", "head", "chief", "registrar", "director", "observer", "outsider", "sysadmin"]
#: What each verb that is nobody's step answers: state of the filing, verb, then one cell per member of the cast.
TABLE = """
unit        withdraw   ok no no no no no no no
unit        urge       ok no no ok ok no no no
unit        copy       ok no ok ok ok no no no
unit        terminate  no no no no no no no ok
unit        take_back  no no no no no no no no
authority   withdraw   late no no no no no no no
authority   urge       ok no no ok ok no no no
authority   copy       ok no no ok ok no no no
authority   terminate  no no no no no no no ok
authority   recall     no no ok no no no no no
returned    withdraw   late late late late late late late late
returned    urge       late late late late late late late late
returned    terminate  late late late late late late late late
returned    take_back  no no no ok ok no no no
rejected    take_back  no no no ok ok no no no
approved    take_back  no no no no words no no no
approved    withdraw   late late late late late late late late
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.fixture
def world() -> World:
    """An organisation with its cast and a system administrator."""
    made = build("gejiu")
    made.cast["sysadmin"] = admin("sysadmin")
    return made


def brought_to(world: World, state: str) -> Filing:
    """Return a filing in a state."""
    filing = submitted(world)
    if state in ("authority", "returned", "rejected"):
        filing = world.decide(filing, "approve")
    if state in ("returned", "rejected"):
        verb = {"returned": "return", "rejected": "reject"}[state]
        filing = world.decide(filing, verb, opinion="缺材料")
    return world.approve_all(filing) if state == "approved" else filing


def act(filing: Filing, verb: str, by: User, world: World) -> Any:
    """Do one verb."""
    at, act_of = NOON + timedelta(hours=1), getattr(actions, verb)
    if verb == "copy":
        return actions.copy(filing, kind="copy", people=[world.person("editor")], note="", by=by, at=at)
    if verb == "urge":
        return actions.urge(filing, by=by, at=at)
    return act_of(filing, reason="说明", by=by, at=at)


@pytest.mark.parametrize(("state", "verb", "cells"), [(row[0], row[1], row[2:]) for row in ROWS])
def test_who_may_do_what_beside_the_steps(world: World, state: str, verb: str, cells: list[str]) -> None:
    from django.db import transaction

    filing = brought_to(world, state)
    got = []
    for who in CAST:
        kept = AuditEvent.objects.count()
        try:
            with transaction.atomic():
                act(Filing.objects.get(pk=filing.pk), verb, world.person(who), world)
                assert AuditEvent.objects.count() > kept
                transaction.set_rollback(True)
            got.append("ok")
        except Conflict:
            got.append("late")
        except Forbidden:
            got.append("no")
        except Refused:
            got.append("words")
    expected = [{"late": {"late"}, "no": {"no", "late"}}.get(cell, {cell}) for cell in cells]
    assert [cell for cell, wanted in zip(got, expected, strict=True) if cell not in wanted] == []
    assert got.count("ok") == cells.count("ok")


def test_an_entered_account_is_not_taken_back_and_the_way_on_is_named(world: World) -> None:
    filing = brought_to(world, "approved")
    with pytest.raises(Refused, match="已登记入账并产生编号.*变更备案或注销备案"):
        actions.take_back(filing, reason="看错了", by=world.person("director"), at=NOON)
    assert Certificate.objects.filter(filing=filing).count() == 1


def test_a_refusal_is_taken_back_within_the_days_of_the_rule_and_not_after(world: World) -> None:
    filing = brought_to(world, "rejected")
    with pytest.raises(Refused, match="办结后 5 个工作日内收回（本地设定）"):
        actions.take_back(filing, reason="误判", by=world.person("director"), at=NOON + timedelta(days=30))
    filing = actions.take_back(filing, reason="误判", by=world.person("director"), at=NOON + timedelta(days=1))
    assert (filing.state, filing.decided_at) == (FilingState.AUTHORITY, None)
    filing = world.approve_all(filing, at=NOON + timedelta(days=2))
    assert filing.state == FilingState.APPROVED


def test_a_return_is_taken_back_until_the_unit_has_touched_it(world: World) -> None:
    filing = brought_to(world, "returned")
    changed = Filing.objects.get(pk=filing.pk)
    changed.data = {**changed.data, "purpose": "改了"}
    changed.save()
    with pytest.raises(Conflict, match="已经开始补正"):
        actions.take_back(filing, reason="误退", by=world.person("registrar"), at=NOON)
    changed.data = filing.data
    changed.save()
    filing = actions.take_back(filing, reason="误退", by=world.person("registrar"), at=NOON)
    assert filing.state == FilingState.AUTHORITY
    assert not filing.obligations.filter(kind="resubmit", state="open").exists()


def test_sent_straight_back_it_returns_to_the_one_who_sent_it_and_the_state_follows(world: World) -> None:
    filing = brought_to(world, "authority")
    second = user("gejiu-registrar2", world.authority, "registrar")
    said = {"by": world.person("registrar"), "at": NOON, "opinion": "请补充"}
    step = waiting_step(filing)
    filing = actions.decide(filing, step_id=step, verb="send_back", to_code="chief", straight=True, **said)
    assert filing.state == FilingState.UNIT
    filing = world.decide(filing, "approve")
    current = chain.current_step(chain.open_run_of(filing))
    assert (filing.state, current.holder) == (FilingState.AUTHORITY, world.cast["registrar"])
    assert not chain.may_decide(current, second)


def test_who_is_asked_by_name_sees_the_filing_and_only_that_one(world: World) -> None:
    filing, other = brought_to(world, "unit"), submitted(world, name="示例另一件", platform_id="shili_other")
    asked = user("gejiu-asked", world.line, "operator")
    assert client_of(asked).get(f"/filings/{filing.pk}/").status_code == 404
    said = {"by": world.person("chief"), "at": NOON, "reason": "请看名称"}
    actions.delegate(filing, step_id=waiting_step(filing), to=asked, **said)
    page = client_of(asked).get(f"/filings/{filing.pk}/")
    assert (page.status_code, 'data-testid="do-opine"' in page.content.decode()) == (200, True)
    assert client_of(asked).get(f"/filings/{other.pk}/").status_code == 404


def test_a_copy_is_read_with_a_mark_and_stands_in_its_own_list(world: World) -> None:
    filing, editor = brought_to(world, "unit"), world.person("editor")
    actions.copy(filing, kind="circulate", people=[editor], note="请阅", by=world.person("operator"), at=NOON)
    reader = client_of(editor)
    assert "未阅" in words(reader.get("/todo/?tab=copies"))
    page = reader.post(f"/filings/{filing.pk}/move/read/", {"reason": "已看"}, follow=True)
    assert "已标记已阅" in words(page)
    assert Copy.objects.get().remark == "已看"
    again = reader.post(f"/filings/{filing.pk}/move/read/", {"reason": ""})
    assert again.status_code == 409
    assert f'href="/filings/{filing.pk}/"' in reader.get("/filings/?mine=copies").content.decode()


def test_what_was_typed_is_kept_when_somebody_else_was_first(world: World) -> None:
    filing = brought_to(world, "unit")
    step, second = waiting_step(filing), client_of(user("gejiu-chief2", world.owner, "chief"))
    world.decide(filing, "approve")
    sent = {"step": step, "near": [world.cast["head"].pk], "reason": "我写的委派说明"}
    page = second.post(f"/filings/{filing.pk}/move/delegate/", sent)
    assert page.status_code == 409
    assert world.cast["chief"].full_name in words(page).split("没有办理成功")[1][:60]
    assert "我写的委派说明" in words(page)


def test_a_step_without_a_holder_is_told_once_a_week_and_shown_and_recovers(world: World) -> None:
    filing = brought_to(world, "unit")
    Post.objects.filter(unit=world.owner, role="chief").update(until=NOON.date())
    run = chain.open_run_of(filing)
    assert without_holder([chain.current_step(run)])
    for day in range(8):
        at = NOON + timedelta(days=day)
        escalate_stuck(on=at.date(), at=at)
        escalate_stuck(on=at.date(), at=at)
    told = Notice.objects.filter(kind="workflow.stuck")
    people = {world.cast["director"].pk, world.cast["sysadmin"].pk}
    assert sorted(told.values_list("user", flat=True)) == sorted([*people, *people])
    assert 'data-testid="nobody"' in client_of(world.person("operator")).get(f"/filings/{filing.pk}/").content.decode()
    assert str(filing) in words(client_of(world.cast["sysadmin"]).get("/stuck/"))
    user("gejiu-newchief", world.owner, "chief")
    assert escalate_stuck(on=NOON.date() + timedelta(days=9), at=NOON + timedelta(days=9)).cleared == 1


def test_an_administrator_ends_what_leads_nowhere_with_a_reason(world: World) -> None:
    filing = brought_to(world, "unit")
    run = chain.open_run_of(filing)
    page = client_of(world.cast["sysadmin"]).post(f"/stuck/{run.pk}/terminate/", {"reason": "单位撤销"}, follow=True)
    filing.refresh_from_db()
    assert (filing.state, "已终止" in words(page)) == (FilingState.TERMINATED, True)
    assert AuditEvent.objects.filter(action="filing.terminated", reason="单位撤销").count() == 1
    assert client_of(world.person("director")).post(f"/stuck/{run.pk}/terminate/", {"reason": "x"}).status_code == 404


def test_an_administrator_finds_any_open_case_by_two_characters_or_its_number(world: World) -> None:
    filing, other = (
        submitted(world, name="示例甲岭发布", platform_id="a1"),
        submitted(world, name="示例乙岭", platform_id="b1"),
    )
    catch_up()
    page = client_of(world.cast["sysadmin"])
    for looked_for in ("甲岭", filing.number):
        text = words(page.get("/stuck/", {"q": looked_for}))
        assert (filing.title in text, other.title in text) == (True, False)
    assert "没有正在办理的事项符合条件" in words(page.get("/stuck/", {"q": "没有这个"}))
    world.decide(filing, "reject", opinion="不符合")
    assert filing.title not in words(page.get("/stuck/", {"q": "甲岭"}))


# The log names rows by number; PostgreSQL never gives a number of an undone row again, so rows would not compare.
@pytest.mark.once
@pytest.mark.parametrize("verb", ["send_back", "delegate", "add_before", "recall", "take_back", "terminate"])
def test_a_process_killed_within_a_verb_leaves_all_or_nothing(world: World, verb: str) -> None:
    state = {"recall": "authority", "take_back": "returned", "send_back": "authority"}.get(verb, "unit")
    filing = brought_to(world, state)
    step = 0 if state == "returned" else waiting_step(filing)
    who = {"send_back": "registrar", "take_back": "registrar", "terminate": "sysadmin"}.get(verb, "chief")
    by, asked = world.person(who), world.person("head")

    def run(_: int) -> None:
        said: dict[str, Any] = {"by": by, "at": NOON}
        fresh = Filing.objects.get(pk=filing.pk)
        try:
            if verb == "send_back":
                said |= {"opinion": "补充", "to_code": "chief", "straight": True}
                actions.decide(fresh, step_id=step, verb=verb, **said)
            elif verb == "delegate":
                actions.delegate(fresh, step_id=step, to=asked, reason="", **said)
            elif verb == "add_before":
                actions.add_signers(fresh, step_id=step, asked=Asked([asked]), after=False, reason="", **said)
            else:
                getattr(actions, verb)(fresh, reason="说明", **said)
        except Refused:
            pass

    assert survives(run) >= 20
