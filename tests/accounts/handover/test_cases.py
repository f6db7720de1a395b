"""The case of a hand-over: items by the edition with their day, done with evidence, confirmed by every side."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actions.custody import hand_over_password
from accounts.actions.people import end_post, hand_over, record_training
from accounts.actions.register import update_from_filing
from accounts.handover import cases
from accounts.handover.clock import recompute_items
from accounts.handover.items import lines_of
from accounts.handover.jobs import remind
from accounts.models import GroupMember, Handover, HandoverItem, MediaAccount, WorkGroup
from accounts.states import HandoverState
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workdays import working_days
from tests.accounts.conftest import events
from tests.accounts.entries import enter
from tests.dying import LEAST, survives
from tests.world import NOON, START, World, admin, build

from .making import DAY, busy_operator, colleague, post_of

pytestmark = pytest.mark.django_db
#: Five working days after Friday the 18th, a Sunday worked in exchange among them.
DUE = date(2026, 9, 24)


def account_of(world: World, *, role: str = "manager") -> MediaAccount:
    """Return an account whose team names the operator."""
    team = [{"role": role, "name": str(world.cast["operator"])}, {"role": "chief", "name": "李某长"}]
    name = "九三学社示例发布" if world.regime == "jiusan" else "示例发布"
    return enter(world, team=team, name=name, opened_on="2026-01-05")


def left(world: World, **more: Any) -> Handover:
    """Let the operator leave; return the case."""
    post = post_of(world, "operator")
    end_post(post, until=DAY, by=None, at=NOON, **more)
    forget(world.cast["operator"])
    return Handover.objects.get(post=post)


def listed(case: Handover) -> list[tuple[str, str, str]]:
    return [(item.code, item.article, item.basis) for item in case.items.order_by("pk")]


@pytest.mark.parametrize(
    ("regime", "filing"),
    [
        pytest.param("soe", ("第十六条第一款", "stated"), marks=pytest.mark.clause("S0-16.5"), id="soe"),
        pytest.param("corp", ("附表备注（3）", "stated"), marks=pytest.mark.clause("S1-F21"), id="corp"),
        pytest.param("gejiu", ("第十六条第二款", "stated"), marks=pytest.mark.clause("S2-16.2b"), id="gejiu"),
        pytest.param("taibai", ("第六条", "stated"), marks=pytest.mark.clause("S3-06.2"), id="taibai"),
        pytest.param("jiusan", ("第五条", "stated"), marks=pytest.mark.clause("S4-05.2"), id="jiusan"),
    ],
)  # fmt: skip
def test_the_case_of_a_post_lists_what_the_edition_asks(regime: str, filing: tuple[str, str]) -> None:
    world = build(regime)
    account_of(world)
    case = left(world)
    assert listed(case) == [("platform", "", "product"), ("filing", *filing), ("papers", "", "product")]
    assert any(line.label.startswith("更换“") for line in lines_of(case))


@pytest.mark.clause("S1-F21")
def test_the_filing_of_another_team_is_due_in_working_days_where_the_edition_states_them() -> None:
    world = build("corp")
    account_of(world)
    item = left(world).items.get(code="filing")
    assert (item.number, item.unit_of_time, item.due_on) == (5, "wd", DUE)


def test_an_open_day_follows_the_calendar_and_a_done_one_stays() -> None:
    world = build("corp")
    account_of(world)
    item = left(world).items.get(code="filing")
    HandoverItem.objects.filter(pk=item.pk).update(due_on=date(2026, 9, 23))
    moves = recompute_items(working_days.build(), by=None, at=NOON)
    assert [(move.before, move.after) for move in moves] == [(date(2026, 9, 23), DUE)]
    assert recompute_items(working_days.build(), by=None, at=NOON) == []
    cases.tick(item, on=DAY, evidence="示例", by=colleague(world), at=NOON)
    HandoverItem.objects.filter(pk=item.pk).update(due_on=date(2026, 9, 23))
    assert recompute_items(working_days.build(), by=None, at=NOON) == []


@pytest.mark.clause("S3-17.1")
def test_the_training_of_the_successor_is_listed_and_settled_by_its_record() -> None:
    world = build("taibai")
    account_of(world)
    new = User.objects.create(username="handover-new", full_name="钱某五")
    post = hand_over(post_of(world, "operator"), to=new, on=DAY, by=None, at=NOON, trained_on=date(2026, 9, 1))
    item = Handover.objects.get().items.get(code="training")
    assert (item.article, item.done_on) == ("第十七条", date(2026, 9, 1))
    HandoverItem.objects.filter(pk=item.pk).update(done_on=None, evidence="")
    record_training(post, trained_on=date(2026, 9, 2), by=None, at=NOON)
    item.refresh_from_db()
    assert (item.done_on, item.evidence) == (date(2026, 9, 2), "任职记录中的培训日期")


def test_a_filed_change_of_the_team_settles_the_filing() -> None:
    world = build("gejiu")
    account = account_of(world)
    case = left(world)
    team = [{"role": "manager", "name": "王某新"}, {"role": "chief", "name": "李某长"}]
    update_from_filing(account, {}, team, by=None, at=NOON, source_filing=None, changed_on=DAY)
    item = case.items.get(code="filing")
    assert (item.done_on, item.evidence) == (DAY, "变更备案 已登记")
    assert Handover.objects.count() == 1


@pytest.mark.clause("S2-18.1")
def test_another_manager_of_an_account_opens_a_case_with_the_password() -> None:
    world = build("gejiu")
    account = account_of(world)
    team = [{"role": "manager", "name": "王某新"}, {"role": "chief", "name": "李某长"}]
    update_from_filing(account, {}, team, by=None, at=NOON, source_filing=None, changed_on=DAY)
    case = Handover.objects.get()
    assert (case.account, case.person, case.successor_name, case.post) == (
        account, str(world.cast["operator"]), "王某新", None
    )  # fmt: skip
    assert [row[0] for row in listed(case)] == ["password", "platform", "papers"]
    assert case.items.get(code="password").article == "第十八条第一款"
    hand_over_password(
        account, keeper="王某新", on=DAY, changed_on=DAY, reason="", by=world.person("operator"), at=NOON
    )
    assert case.items.get(code="password").evidence == "新保管人：王某新"
    update_from_filing(account, {}, team, by=None, at=NOON, source_filing=None, changed_on=DAY)
    assert Handover.objects.count() == 1


@pytest.fixture
def case(db: None) -> Handover:
    """Return the case of an operator whom somebody succeeds."""
    world = build("soe")
    account_of(world)
    new = User.objects.create(username="handover-new", full_name="钱某五")
    hand_over(post_of(world, "operator"), to=new, on=DAY, by=None, at=NOON)
    found = Handover.objects.get()
    found.world = world  # type: ignore[attr-defined]
    return found


def member(case: Handover, role: str) -> User:
    return case.world.person(role)  # type: ignore[attr-defined]


def test_an_item_is_done_with_evidence_by_others_than_the_leaver(case: Handover) -> None:
    item, by = case.items.get(code="papers"), member(case, "head")
    with pytest.raises(Refused, match="请写明凭据"):
        cases.tick(item, on=DAY, evidence=" ", by=by, at=NOON)
    with pytest.raises(Refused, match="办理日期应在"):
        cases.tick(item, on=DAY + timedelta(days=1), evidence="示例", by=by, at=NOON)
    for stranger in (member(case, "operator"), member(case, "outsider"), member(case, "observer")):
        with pytest.raises(Forbidden):
            cases.tick(item, on=DAY, evidence="示例", by=stranger, at=NOON)
    done = cases.tick(item, on=DAY, evidence="示例交接单 3 号", by=by, at=NOON)
    assert (done.done_on, done.done_by, done.evidence) == (DAY, by, "示例交接单 3 号")
    with pytest.raises(Conflict):
        cases.tick(item, on=DAY, evidence="示例", by=by, at=NOON)
    assert [event.reason for event in events("handover.ticked")] == ["示例交接单 3 号"]


def test_what_the_regulation_asks_is_not_waived(case: Handover) -> None:
    with pytest.raises(Refused, match="不能登记为不涉及"):
        cases.tick(
            case.items.get(code="filing"), on=DAY, evidence="示例", waived=True, by=member(case, "head"), at=NOON
        )
    done = cases.tick(
        case.items.get(code="papers"), on=DAY, evidence="没有", waived=True, by=member(case, "head"), at=NOON
    )
    assert done.waived


def _settle(case: Handover) -> None:
    """Do everything that is open."""
    from duties.actions.people import tick as tick_checklist
    from duties.models import LeavingItem

    head = member(case, "head")
    for item in case.items.filter(done_on__isnull=True):
        cases.tick(item, on=DAY, evidence="示例", by=head, at=NOON)
    account = MediaAccount.objects.get()
    hand_over_password(account, keeper="钱某五", on=DAY, changed_on=DAY, reason="", by=case.successor, at=NOON)
    for item in LeavingItem.objects.filter(done_on__isnull=True):
        tick_checklist(item, on=DAY, note="示例", by=head, at=NOON)


@pytest.mark.clause("S4-05.1")
def test_both_sides_and_the_department_confirm_once_nothing_is_open(case: Handover) -> None:
    leaver, new = member(case, "operator"), case.successor
    assert new is not None
    with pytest.raises(Refused, match="还有没办完的事项"):
        cases.sign(case, "leaver", by=leaver, at=NOON)
    _settle(case)
    cases.sign(case, "leaver", by=leaver, at=NOON)
    with pytest.raises(Conflict):
        cases.sign(case, "leaver", by=leaver, at=NOON)
    with pytest.raises(Forbidden):
        cases.sign(case, "department", by=leaver, at=NOON)
    cases.sign(case, "successor", by=new, at=NOON)
    assert Handover.objects.get().state == HandoverState.OPEN
    cases.sign(case, "department", by=member(case, "registrar"), at=NOON)
    assert (case.state, case.done_at) == (HandoverState.DONE, NOON)
    assert [event.after["side"] for event in events("handover.signed")] == ["移交人", "接手人", "主管部门"]


def test_somebody_of_the_unit_enters_a_signed_list_and_nobody_signs_twice(case: Handover) -> None:
    _settle(case)
    head = member(case, "head")
    with pytest.raises(Refused, match="请写明依据") as refusal:
        cases.sign(case, "leaver", by=head, at=NOON)
    assert refusal.value.field == "note"
    cases.sign(case, "leaver", note="本人已在纸质清单上签字。", by=head, at=NOON)
    with pytest.raises(Refused, match="请由其他人员确认"):
        cases.sign(case, "successor", note="本人已在纸质清单上签字。", by=head, at=NOON)
    for role in ("outsider", "observer", "head"):
        with pytest.raises(Forbidden):
            cases.sign(case, "department", by=member(case, role), at=NOON)


def test_what_still_hangs_on_the_leaver_keeps_a_case_open(case: Handover) -> None:
    _settle(case)
    leaver = member(case, "operator")
    busy_operator_post = Post.objects.create(user=leaver, unit=case.unit, role="operator", since=START)
    forget(leaver)
    busy_operator(case.world)  # type: ignore[attr-defined]
    Post.objects.filter(pk=busy_operator_post.pk).update(until=DAY)
    assert any(words.startswith("经办的备案") for words in cases.what_is_open(case, at=NOON))


def _left_busy() -> World:
    world = build("corp")
    account_of(world)
    left(world)
    busy = User.objects.create(username="busy-leaver", full_name="吴某六")
    Post.objects.create(user=busy, unit=world.owner, role="operator", since=START, until=None)
    world.cast["operator"] = busy
    busy_operator(world)
    Post.objects.filter(user=busy).update(until=DAY)
    admin("sysadmin")
    return world


def test_every_day_tells_what_hangs_on_whom_once_a_week_and_what_is_due() -> None:
    world = _left_busy()
    at = NOON + timedelta(days=5)
    counts = remind(on=at.date(), at=at)
    assert counts.flagged >= 2
    told = Notice.objects.filter(kind="handover", title="吴某六离任后名下还有事项没有移交")
    people = {world.cast[role].pk for role in ("head", "deputy", "chief")}
    assert set(told.values_list("user", flat=True)) >= people
    assert told.filter(user__username="sysadmin").count() == 1
    number = Notice.objects.count()
    remind(on=at.date(), at=at)
    assert Notice.objects.count() == number
    later = at + timedelta(days=14)
    remind(on=later.date(), at=later)
    assert told.filter(user__username="sysadmin").count() == 2
    assert Notice.objects.filter(title__startswith="已逾期：").exists()


def test_the_daily_job_survives_the_death_of_its_worker_at_any_point() -> None:
    _left_busy()

    def run(minutes: int) -> None:
        moment: datetime = NOON + timedelta(days=3, minutes=minutes)
        remind(on=moment.date(), at=moment)

    assert survives(run) >= LEAST


@pytest.mark.clause("S4-05.2")
def test_groups_to_be_left_and_owners_to_be_named_stand_in_the_case() -> None:
    world = build("jiusan")
    name, account = str(world.cast["operator"]), account_of(world)
    group = WorkGroup.objects.create(account=account, unit=world.owner, root=world.root, owner=name, registered_on=DAY)
    GroupMember.objects.create(group=group, name=name, since=START)
    case = left(world)
    told = {line.label: line.done_on for line in lines_of(case) if "“九三学社示例发布”" in line.label}
    wanted = {"退出工作群“九三学社示例发布”", "落实工作群“九三学社示例发布”的继任群负责人"}
    assert {label for label, done in told.items() if done is None} >= wanted
    GroupMember.objects.update(until=DAY)
    WorkGroup.objects.update(owner="王某新", successor_due_since=None)
    assert [line.done_on for line in lines_of(case) if line.label in wanted] == [DAY]
