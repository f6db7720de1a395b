"""Telling reposts: who may, which links and times are refused, in time or late, corrections, excuses and answers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.platforms import seed_platforms
from duties.actions import reposts as actions
from duties.actions.reposts import Told
from duties.models import RepostTarget
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.making import ORIGINAL, POST, account, done, furnished, issued, target_of
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
NOBODY = ["head", "deputy", "chief", "editor", "line", "registrar", "director", "observer", "child", "outsider"]


@pytest.fixture
def world() -> World:
    """An organisation with three accounts in three units."""
    seed_calendar(by=None, at=NOON)
    seed_platforms(by=None, at=NOON)
    return furnished()


@pytest.mark.clause("S2-13.2")
def test_the_units_writer_tells_where_and_when_the_account_reposted(world: World) -> None:
    target = done(world, issued(world), posted_at=NOON - timedelta(minutes=5))

    assert (target.state, target.word, target.link, target.in_time) == ("done", "已转发", POST, True)
    assert (target.posted_at, target.confirmed_at) == (NOON - timedelta(minutes=5), NOON)
    assert target.confirmed_by == world.cast["operator"]
    event = AuditEvent.objects.get(action="repost.confirmed", object_id=target.pk)
    assert (event.after["link"], event.before["state"], event.unit) == (POST, "open", world.owner)


def test_nobody_else_tells(world: World) -> None:
    target = target_of(issued(world), world.owner)
    for role in NOBODY:
        with pytest.raises(Forbidden):
            actions.confirm(target, link=POST, posted_at=NOON, by=world.person(role), at=NOON)
        with pytest.raises(Forbidden):
            actions.declare(target, reason="与服务对象无关", by=world.person(role), at=NOON)
    target.refresh_from_db()
    assert target.state == "open"


@pytest.mark.clause("S0-13.2")
@pytest.mark.parametrize(
    ("days", "late"),
    [(0, 0), (4, 0), (5, 1), (6, 2)],
)
def test_the_due_day_itself_is_in_time_and_the_day_of_publishing_decides(days: int, late: int) -> None:
    """Three working days from Friday 18 September 2026, a working Sunday among them, end on Tuesday the 22nd."""
    seed_calendar(by=None, at=NOON)
    world = furnished("soe")
    posted = NOON + timedelta(days=days)
    target = done(world, issued(world), posted_at=posted, at=NOON + timedelta(days=12))
    assert (target.late_workdays, target.in_time) == (late, late == 0)


def test_the_last_minute_of_the_due_day_is_in_time_and_the_first_of_the_next_is_late(world: World) -> None:
    task = issued(world)
    midnight = datetime.fromisoformat("2026-09-23T00:00:00+08:00")
    late_at = midnight + timedelta(days=1)
    before = done(world, task, posted_at=midnight - timedelta(minutes=1), at=late_at)
    assert before.late_workdays == 0
    after = done(world, task, posted_at=midnight, at=late_at)
    assert after.late_workdays == 1


@pytest.mark.parametrize(
    ("links", "words"),
    [
        (["", "已经转发了", "ftp://www.example.cn/1", "https://localhost/1"], "链接看不懂"),
        ([f"{POST} https://www.example.com/posts/2"], "多个链接"),
        ([ORIGINAL], "原文的链接"),
        (["https://user.qzone.qq.com/10001/311"], "个人空间"),
        (["https://weibo.com/u/1999999999", "https://weibo.com/1999999999/AbCdEf123"], "属于另一个账号"),
        (["https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"], "的链接,本账号在"),
    ],
)
def test_a_link_that_is_not_the_accounts_own_post_is_refused(world: World, links: list[str], words: str) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    target.account.handle = "1000000001"
    target.account.save()
    for link in links:
        with pytest.raises(Refused, match=words) as refused:
            actions.confirm(target, link=link, posted_at=NOON, by=world.person("operator"), at=NOON)
        assert refused.value.field == "link"


def test_a_pasted_share_text_gives_its_link(world: World) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    target.account.handle = "1000000001"
    target.account.save()
    for pasted, kept in (
        ("www.example.com/posts/9", "https://www.example.com/posts/9"),
        ("【示例】https://www.example.com/posts/9 复制打开", "https://www.example.com/posts/9"),
        ("https://weibo.com/1000000001/AbCdEf123", "https://weibo.com/1000000001/AbCdEf123"),
    ):
        assert done(world, task, link=pasted).link == kept


def test_a_time_ahead_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="不能晚于现在"):
        done(world, issued(world), posted_at=NOON + timedelta(minutes=1))


def test_one_link_serves_one_account(world: World) -> None:
    account(world.owner, "示例第二号")
    task = issued(world)
    first, second = task.targets.filter(unit=world.owner).order_by("pk")
    actions.confirm(first, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON)
    with pytest.raises(Refused, match="另一个账号上"):
        actions.confirm(second, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON)


def test_a_mistake_is_corrected_while_the_task_runs_and_both_are_on_record(world: World) -> None:
    task = issued(world)
    done(world, task)
    corrected = done(world, task, link=f"{POST}-b", at=NOON + timedelta(days=1))
    assert corrected.link == f"{POST}-b"
    events = AuditEvent.objects.filter(object_id=corrected.pk, action__startswith="repost.").order_by("seq")
    assert [(e.action, e.after["link"], e.after["before"]) for e in events.exclude(action="repost.issued")] == [
        ("repost.confirmed", POST, ""),
        ("repost.corrected", f"{POST}-b", POST),
    ]


def test_several_are_told_together_or_not_at_all(world: World) -> None:
    account(world.owner, "示例第二号")
    task = issued(world)
    first, second = task.targets.filter(unit=world.owner).order_by("pk")
    with pytest.raises(Refused):
        actions.confirm_many([Told(first, POST, NOON), Told(second, "", NOON)], by=world.person("operator"), at=NOON)
    assert task.targets.filter(state="done").count() == 0
    told = [Told(first, POST, NOON), Told(second, f"{POST}-2", NOON)]
    assert actions.confirm_many(told, by=world.person("operator"), at=NOON) == 2


def test_an_excuse_needs_a_reason_and_counts_until_the_department_agrees(world: World) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    with pytest.raises(Refused, match="请写明"):
        actions.declare(target, reason=" ", by=world.person("operator"), at=NOON)
    excused = actions.declare(target, reason="与账号服务对象无关", by=world.person("operator"), at=NOON)
    assert (excused.word, excused.owed) == ("申报不适合", True)
    told = Notice.objects.filter(kind="repost.excused").values_list("user__username", flat=True)
    assert sorted(told) == ["gejiu-director", "gejiu-registrar"]


@pytest.mark.parametrize("role", ["registrar", "director"])
@pytest.mark.parametrize(("agrees", "state", "owed"), [(True, "exempt", False), (False, "open", True)])
def test_the_department_answers(world: World, role: str, agrees: bool, state: str, owed: bool) -> None:
    target = excused(world)
    answered = actions.answer(target, agrees=agrees, reason="可以加编者按", by=world.person(role), at=NOON)
    assert (answered.state, answered.owed, answered.answer) == (state, owed, "可以加编者按")
    assert Notice.objects.filter(kind="repost.answered", user=world.cast["operator"]).count() == 1


def test_nobody_else_answers(world: World) -> None:
    target = excused(world)
    for role in ("operator", "chief", "line", "observer", "superior", "outsider", "child"):
        with pytest.raises(Forbidden):
            actions.answer(target, agrees=True, reason="", by=world.person(role), at=NOON)
    target.refresh_from_db()
    assert target.state == "excused"


def test_another_organisations_department_does_not_answer(world: World) -> None:
    with pytest.raises(Forbidden):
        actions.answer(excused(world), agrees=True, reason="", by=furnished("soe").person("registrar"), at=NOON)


def test_a_no_needs_a_reason_and_an_answer_comes_once(world: World) -> None:
    target = excused(world)
    by = world.person("registrar")
    with pytest.raises(Refused, match="请写明理由"):
        actions.answer(target, agrees=False, reason="", by=by, at=NOON)
    actions.answer(target, agrees=True, reason="", by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.answer(target, agrees=True, reason="", by=by, at=NOON)
    with pytest.raises(Conflict):
        actions.confirm(target, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON)


def test_a_unit_that_excused_itself_may_still_repost(world: World) -> None:
    target = excused(world)
    told = actions.confirm(target, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON)
    assert told.word == "已转发"


@pytest.mark.parametrize("end", [actions.close, actions.withdraw])
def test_after_the_end_nothing_is_told_or_answered(world: World, end: Any) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    end(task, reason="下达有误", by=world.person("registrar"), at=NOON)
    for act in (
        lambda: actions.confirm(target, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON),
        lambda: actions.declare(target, reason="不适合", by=world.person("operator"), at=NOON),
        lambda: actions.answer(target, agrees=True, reason="", by=world.person("registrar"), at=NOON),
    ):
        with pytest.raises(Conflict):
            act()


def test_the_database_refuses_what_no_action_would_write(world: World) -> None:
    target = target_of(issued(world), world.owner)
    for values in (
        {"state": "done"},
        {"state": "done", "link": POST, "posted_at": NOON},
        {"state": "excused"},
        {"state": "exempt", "excuse": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RepostTarget.objects.filter(pk=target.pk).update(**values)


def test_an_account_stands_once_in_a_task(world: World) -> None:
    target = target_of(issued(world), world.owner)
    target.pk = None
    target._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        target.save()


def excused(world: World) -> RepostTarget:
    """Return an account whose unit has declared it unfit."""
    target = target_of(issued(world), world.owner)
    return actions.declare(target, reason="与账号服务对象无关", by=world.person("operator"), at=NOON)
