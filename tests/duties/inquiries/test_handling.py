"""Logging and handling messages: who may, what is kept of persons, what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from duties.actions import inquiries
from duties.masking import mask_author, mask_text
from duties.models import PublicMessage
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.watching import NOON, TEXT, answered, furnished, letter, message, roster, shift
from tests.world import World, user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def world() -> World:
    """An organisation whose edition states a limit."""
    seed_calendar(by=None, at=NOON)
    return furnished("taibai")


@pytest.mark.clause("S0-13.1")
@pytest.mark.clause("S2-13.1")
def test_a_message_is_logged_with_channel_topic_and_moment_and_answered(world: World) -> None:
    row = message(world, channel="board", author="春城小王")
    assert (row.channel, row.topic, row.received_at, row.state) == ("board", "consult", NOON, "open")
    done = answered(world, row, LATER, link="https://www.example.cn/reply/1")
    assert (done.state, done.answer, done.answered_at, done.is_public) == (
        "answered",
        "您好,周末九点开门。",
        LATER,
        True,
    )
    actions = AuditEvent.objects.filter(object_id=row.pk, object_type="duties.publicmessage").order_by("seq")
    assert list(actions.values_list("action", flat=True)) == ["message.logged", "message.answered"]


def test_persons_are_masked_before_anything_is_stored(world: World) -> None:
    row = message(
        world, author="春城小王同学", text="我的电话13812345678,身份证530402199001011234,邮箱some.one@example.com"
    )
    stored = PublicMessage.objects.values().get(pk=row.pk)
    assert (stored["author"], stored["text"]) == (
        "春****学",
        "我的电话138****5678,身份证530************234,邮箱s***@example.com",
    )
    assert not any("13812345678" in str(event.after) for event in AuditEvent.objects.all())


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王某", "王*"), ("小王同", "小*同"), ("abcdefgh", "a****h"), ("用户***89", "用户***89"), ("", "")],
)
def test_a_name_is_masked_once_and_stays_so(name: str, shown: str) -> None:
    assert (mask_author(name), mask_author(mask_author(name))) == (shown, shown)


@pytest.mark.parametrize("text", ["编号 20260918123456789012", "热线 0873-1234567", "金额 13800000"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({"received_at": NOON + timedelta(days=1)}, "received_at"),
        ({"text": "  "}, "text"),
        ({"account": None}, "account"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, own: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        inquiries.log_message(world.owner, letter(world, **own), by=world.person("operator"), at=NOON)
    assert (refused.value.field, PublicMessage.objects.count()) == (field, 0)


def test_a_call_needs_no_account_and_another_units_account_is_refused(world: World) -> None:
    call = message(world, account=None, channel="phone")
    assert call.account is None
    theirs = world.foreign.media_accounts.get()
    with pytest.raises(Refused, match="不是本单位"):
        message(world, account=theirs, text="示例其他")


def test_the_same_message_is_logged_once(world: World) -> None:
    message(world)
    with pytest.raises(Conflict, match="已经登记过"):
        message(world, text=f" {TEXT} ")
    assert PublicMessage.objects.count() == 1


def test_only_the_units_own_people_handle_it(world: World) -> None:
    row = message(world)
    allowed = set()
    for role in world.cast:
        person = world.person(role)
        if person.has_perm("duties.work_messages", row):
            allowed.add(role)
        else:
            with pytest.raises(Forbidden):
                inquiries.waive(row, reason="重复", by=person, at=LATER)
    assert allowed == {"operator"}


def test_somebody_on_the_roster_of_the_unit_answers_too(world: World) -> None:
    guard = user("taibai-guard", world.owner, "secrecy")
    row = message(world)
    assert not guard.has_perm("duties.work_messages", row)
    shift(world, roster(world), NOON, LATER, person=guard, name="")
    done = inquiries.give_answer(
        row, text="已答复", answered_at=LATER, is_public=False, by=type(guard).objects.get(pk=guard.pk), at=LATER
    )
    assert done.state == "answered"


def test_an_answer_before_the_message_or_in_the_future_is_refused(world: World) -> None:
    row = message(world)
    for moment in (NOON - timedelta(minutes=1), LATER + timedelta(minutes=1)):
        with pytest.raises(Refused) as refused:
            inquiries.give_answer(
                row, text="好", answered_at=moment, is_public=True, by=world.person("operator"), at=LATER
            )
        assert refused.value.field == "answered_at"


def test_without_an_answer_there_is_a_reason(world: World) -> None:
    row = message(world)
    with pytest.raises(Refused, match="理由"):
        inquiries.waive(row, reason=" ", by=world.person("operator"), at=LATER)
    done = inquiries.waive(row, reason="重复留言", by=world.person("operator"), at=LATER)
    assert (done.state, done.waive_reason, done.late_days) == ("waived", "重复留言", None)
    with pytest.raises(Conflict):
        answered(world, done, LATER)


def test_leaders_and_the_department_remark_and_ask_for_another_answer_from_the_same_day_on(world: World) -> None:
    row = answered(world, message(world), LATER)
    may = {role for role in world.cast if world.person(role).has_perm("duties.comment", row)}
    assert may == {"operator", "head", "deputy", "chief", "registrar", "director"}
    inquiries.comment(row, text="请说明具体时间", by=world.person("chief"), at=LATER)
    again = inquiries.reopen(row, reason="答非所问", by=world.person("registrar"), at=LATER)
    assert (again.state, again.answer, again.answered_at, again.anchor_on) == ("open", "", None, row.anchor_on)
    told = Notice.objects.filter(kind="message").values_list("user__username", "title")
    assert {name for name, _ in told} == {"taibai-operator"}
    assert len(told) == 2
    assert AuditEvent.objects.get(action="message.reopened").after["answer"] == "您好,周末九点开门。"


def test_correcting_an_answer_keeps_both_in_the_log(world: World) -> None:
    row = answered(world, message(world), LATER)
    done = answered(world, row, NOON + timedelta(hours=1), text="您好,周末十点开门。")
    assert (done.answer, done.answered_at) == ("您好,周末十点开门。", NOON + timedelta(hours=1))
    assert AuditEvent.objects.filter(action="message.answered").count() == 2
