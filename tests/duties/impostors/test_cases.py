"""An impostor case from the report to its end, and what each step refuses."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from duties.actions import impostors as actions
from duties.impostors.steps import steps_of
from duties.models import ImpostorCase
from duties.states import ImpostorState
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow.door import perform
from tests.duties.making import account, furnished
from tests.world import NOON, World

from .making import FINDING, answered, confirmed, done, entered, involved, later, reported, sent, written

pytestmark = pytest.mark.django_db
ALL = [True, True, True, True]


@pytest.fixture
def world() -> World:
    """The county whose regulation knows impostor accounts."""
    return furnished("taibai")


def ticks(case: ImpostorCase) -> list[bool]:
    case.refresh_from_db()
    return [step.done for step in steps_of(case, list(case.contacts.all()), list(case.letters.all()))]


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(key__startswith=f"impostor.{kind}").values_list("user__username", flat=True))


@pytest.mark.clause("S3-20")
def test_a_report_is_verified_answered_by_partners_and_platform_filed_and_closed(world: World) -> None:
    case = reported(world)
    assert (case.state, case.unit, case.source) == ("reported", world.authority, "public")
    assert ticks(case) == [False, False, False, False]
    done(world, case)
    assert ticks(case) == ALL
    assert case.state == ImpostorState.SETTLED
    closed = actions.close(case, summary="平台已关停。", by=world.person("registrar"), at=later(500))
    assert (closed.state, closed.summary, closed.unmet_reason) == ("closed", "平台已关停。", "")
    steps = steps_of(closed, list(closed.contacts.all()), list(closed.letters.all()))
    assert [(step.code, step.elapsed, step.article) for step in steps] == [
        ("verify", "30 分钟", "第二十条"), ("involve", "45 分钟", "第二十条"),
        ("letter", "1 小时 30 分钟", "第二十条"), ("report", "6 小时 40 分钟", "第二十条"),
    ]  # fmt: skip
    names = list(
        AuditEvent.objects.filter(object_id=case.pk, action__startswith="impostor")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert names == [
        "impostor.reported", "impostor.confirmed", "impostor.involved", "impostor.involved", "impostor.letter_written",
        "impostor.letter_sent", "impostor.letter_answered", "impostor.filed", "impostor.closed",
    ]  # fmt: skip


@pytest.mark.clause("S3-20")
@pytest.mark.parametrize("missing", ["involve", "letter", "report"])
def test_a_step_of_the_regulation_left_out_needs_its_reason(world: World, missing: str) -> None:
    case = reported(world)
    confirmed(world, case)
    involved(world, case, *(["cyberspace"] if missing == "involve" else ["cyberspace", "police"]))
    if missing != "letter":
        sent(world, written(world, case))
    if missing != "report":
        actions.file_report(case, on=localdate(NOON), number="示报1号", by=world.person("registrar"), at=later(400))
    by = world.person("registrar")
    with pytest.raises(Refused) as refusal:
        actions.close(case, summary="示例", by=by, at=later(500))
    assert refusal.value.field == "unmet_reason"
    closed = actions.close(case, summary="示例", unmet_reason="账号已自行注销", by=by, at=later(500))
    assert (closed.state, closed.unmet_reason) == ("closed", "账号已自行注销")


def test_the_department_hears_of_a_report_and_the_unit_once_it_is_named(world: World) -> None:
    case = reported(world)
    assert told("reported") == {"taibai-registrar", "taibai-director"}
    assert world.person("operator").has_perm("duties.handle_impostor", case) is False
    own = world.owner.media_accounts.get()
    actions.name_unit(case, unit=world.owner, account=own, by=world.person("registrar"), at=later(5))
    assert told("named") == {"taibai-director", "taibai-operator", "taibai-head"}
    assert list(ImpostorCase.objects.visible_to(world.person("operator"))) == [case]
    assert list(ImpostorCase.objects.visible_to(world.person("outsider"))) == []
    confirmed(world, case, by="operator")
    assert case.state == ImpostorState.HANDLING


def test_only_the_department_names_the_unit(world: World) -> None:
    case = entered(world)
    with pytest.raises(Forbidden):
        actions.name_unit(case, unit=world.owner, account=None, by=world.person("operator"), at=NOON)
    foreign = world.foreign.media_accounts.get()
    with pytest.raises(Refused) as refusal:
        actions.name_unit(case, unit=world.owner, account=foreign, by=world.person("registrar"), at=NOON)
    assert refusal.value.field == "account"


@pytest.mark.parametrize("who", ["outsider", "child", "line", "superior", "observer"])
def test_strangers_do_nothing_to_a_case(world: World, who: str) -> None:
    case = entered(world)
    for act in (
        lambda by: actions.confirm(case, finding=FINDING, by=by, at=later(1)),
        lambda by: actions.dismiss(case, finding=FINDING, by=by, at=later(1)),
        lambda by: actions.enter_case(world.owner, None, by=by, at=later(1)),  # type: ignore[arg-type]
        lambda by: actions.show_contact(case, by=by, at=later(1)),
        lambda by: perform(case, "close", by=by, at=later(1), action="impostor.closed", summary="", unmet_reason="",
                           by_whom=by),
    ):  # fmt: skip
        with pytest.raises((Forbidden, Conflict)):
            act(world.person(who))
    case.refresh_from_db()
    assert case.state == ImpostorState.REPORTED


def test_an_account_of_the_register_is_no_impostor(world: World) -> None:
    own = account(world.owner, "示例民政", platform="douyin", handle="fake_wenlv")
    case = reported(world)
    with pytest.raises(Refused) as refusal:
        confirmed(world, case)
    assert str(own) in refusal.value.message
    dismissed = actions.dismiss(case, finding="是本单位账号", by=world.person("registrar"), at=later(10))
    assert (dismissed.state, dismissed.closed_at) == ("dismissed", later(10))


def test_nothing_is_done_about_a_case_before_its_verdict(world: World) -> None:
    case = reported(world)
    with pytest.raises(Conflict):
        involved(world, case, "police")
    with pytest.raises(Conflict):
        written(world, case)
    with pytest.raises(Conflict):
        actions.file_report(case, on=localdate(NOON), number="1", by=world.person("registrar"), at=later(5))
    with pytest.raises(Conflict):
        actions.close(case, summary="示例", by=world.person("registrar"), at=later(5))


@pytest.mark.parametrize(("outcome", "more"), [("silent", {}), ("refused", {"answer": "请提供授权书"})])
def test_a_platform_that_does_not_act_gets_another_letter(world: World, outcome: str, more: dict[str, str]) -> None:
    case = reported(world)
    confirmed(world, case)
    first = written(world, case)
    sent(world, first)
    with pytest.raises(Conflict):
        written(world, case, number="示宣函〔2026〕2号", minutes=100)
    answered(world, first, outcome, **more)
    case.refresh_from_db()
    assert case.state == ImpostorState.HANDLING
    second = written(world, case, number="示宣函〔2026〕2号", minutes=310)
    sent(world, second, minutes=320)
    answered(world, second, "renamed", minutes=400)
    case.refresh_from_db()
    assert (case.state, case.sent_at, case.settled_at) == ("settled", later(90), later(400))


def test_a_refusal_of_the_platform_says_why_and_a_letter_is_answered_once(world: World) -> None:
    case = reported(world)
    confirmed(world, case)
    letter = written(world, case)
    with pytest.raises(Conflict):
        answered(world, letter, "closed")
    sent(world, letter)
    with pytest.raises(Conflict):
        sent(world, letter)
    with pytest.raises(Refused) as refusal:
        answered(world, letter, "refused")
    assert refusal.value.field == "answer"
    with pytest.raises(Refused):
        answered(world, letter, "closed", minutes=60)
    answered(world, letter, "closed")
    with pytest.raises(Conflict):
        answered(world, letter, "closed")


def test_an_unsent_letter_is_written_anew_not_twice(world: World) -> None:
    case = reported(world)
    confirmed(world, case)
    first = written(world, case)
    again = written(world, case, number="示宣函〔2026〕9号")
    assert (first.pk, list(case.letters.values_list("number", flat=True))) == (again.pk, ["示宣函〔2026〕9号"])


def test_moments_outside_the_case_are_refused(world: World) -> None:
    case = reported(world)
    confirmed(world, case)
    by = world.person("registrar")
    for moment in (NOON - timedelta(minutes=1), later(100)):
        with pytest.raises(Refused) as refusal:
            actions.involve(case, partner="police", name="公安机关", moment=moment, by=by, at=later(60))
        assert refusal.value.field == "moment"
    day = localdate(NOON)
    for on in (day - timedelta(days=1), day + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.file_report(case, on=on, number="1", by=by, at=later(60))


def test_what_happens_within_the_minute_of_the_report_took_no_time(world: World) -> None:
    case = reported(world, at=NOON + timedelta(seconds=30))
    confirmed(world, case, at=NOON + timedelta(seconds=40))
    by = world.person("registrar")
    for partner in ("cyberspace", "police"):
        actions.involve(case, partner=partner, name="示例", moment=NOON, by=by, at=NOON + timedelta(seconds=50))
    steps = steps_of(case, list(case.contacts.all()), [])
    assert [step.elapsed for step in steps[:2]] == ["0 分钟", "0 分钟"]


def test_a_partner_s_answer_is_kept_and_may_be_corrected(world: World) -> None:
    case = reported(world)
    confirmed(world, case)
    involved(world, case, "police")
    entry, by = case.contacts.get(), world.person("registrar")
    actions.answer_partner(entry, answer="已立案", moment=later(50), by=by, at=later(50))
    actions.answer_partner(entry, answer="已受理", moment=later(55), by=by, at=later(60))
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at) == ("已受理", later(55))
    last = AuditEvent.objects.filter(action="impostor.partner_answered").order_by("seq").last()
    assert last is not None
    assert last.before == {"answer": "已立案"}


def test_a_case_that_comes_back_is_verified_anew(world: World) -> None:
    case = reported(world)
    confirmed(world, case)
    sent(world, written(world, case))
    by = world.person("registrar")
    actions.close(case, summary="示例", unmet_reason="示例原因", by=by, at=later(200))
    assert case.letters.get().outcome == "silent"
    with pytest.raises(Refused):
        actions.reopen(case, reason=" ", by=by, at=later(300))
    actions.reopen(case, reason="账号重新出现", by=by, at=later(300))
    assert (case.state, case.verified_at, case.closed_at) == ("reported", None, None)
    confirmed(world, case, at=later(310))
    assert written(world, case, number="示宣函〔2026〕2号", minutes=320).pk != case.letters.order_by("pk")[0].pk


def test_where_the_regulation_is_silent_the_steps_are_a_rule_of_the_product() -> None:
    world = furnished("gejiu")
    case = reported(world)
    steps = steps_of(case, [], [])
    assert [(step.code, step.article) for step in steps] == [("verify", ""), ("letter", "")]


def test_personal_numbers_are_masked_and_the_contact_is_sealed(world: World) -> None:
    case = reported(world, text="联系电话 13900000001 要求转账", contact="13900000002")
    assert case.text == "联系电话 139****0001 要求转账"
    stored = ImpostorCase.objects.values().get(pk=case.pk)
    assert "13900000002" not in str(stored)
    assert actions.show_contact(case, by=world.person("registrar"), at=NOON) == "13900000002"
    assert AuditEvent.objects.filter(action="impostor.contact_shown", object_id=case.pk).count() == 1
