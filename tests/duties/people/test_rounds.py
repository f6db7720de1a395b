"""Rounds of checks and confirmations: opened by the daily job, answered in a minute, reminded of once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.custody import hand_over_password
from duties.actions.people import Answer, answer_checks, confirm_entries, tick
from duties.models import CheckReply, CheckRound, EntryConfirmation
from duties.people.gaps import gaps_of
from duties.people.jobs import ask_confirmations, remind_leavers, run_self_checks
from duties.people.periods import period_of
from duties.people.rules import DEVICES
from duties.states import ReplyWord
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.schedule import Counts
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.regimes.schema.people import Cycle
from tests.duties.making import account
from tests.world import World

from .making import TODAY, colleague, declaring, keeper, left, on, own_account, started

pytestmark = pytest.mark.django_db
FIRST = date(2026, 7, 1)


def run(job: object, day: date) -> Counts:
    return job(on=day, at=on(day))  # type: ignore[operator]


def told(key: str) -> set[str]:
    rows = Notice.objects.filter(key__startswith=key)
    assert rows.count() == rows.values("user", "key").distinct().count()
    return set(rows.values_list("user__username", flat=True))


def reply_of(world: World, unit: Unit | None = None) -> CheckReply:
    return CheckReply.objects.get(unit=unit or world.owner, round__code="terminal_safety")


@pytest.mark.parametrize(
    ("period", "day", "key", "first", "last"),
    [
        ("quarter", date(2026, 12, 31), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2027, 1, 1), "2027Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("quarter", date(2028, 2, 29), "2028Q1", date(2028, 1, 1), date(2028, 3, 31)),
        ("half_year", date(2026, 6, 30), "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("half_year", date(2026, 7, 1), "2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2028, 2, 29), "2028", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_period_holds_its_days(period: str, day: date, key: str, first: date, last: date) -> None:
    cycle = Cycle(period=period, answer_days=10, remind_days_before=3, article="第一条", basis="presumed")  # type: ignore[arg-type]
    found = period_of(cycle, day)
    assert (found.key, found.first, found.last) == (key, first, last)
    assert (found.due, found.remind) == (first + timedelta(days=10), first + timedelta(days=7))


@pytest.mark.parametrize(
    ("regime", "lines"),
    [
        pytest.param("soe", 4, marks=pytest.mark.clause("S0-18"), id="soe"),
        pytest.param("gejiu", 4, marks=pytest.mark.clause("S2-18.3"), id="gejiu"),
        pytest.param("taibai", 3, marks=pytest.mark.clause("S3-18"), id="taibai"),
        pytest.param("jiusan", 3, marks=pytest.mark.clause("S4-10"), id="jiusan"),
    ],
)
def test_units_with_running_accounts_are_asked_each_quarter_what_the_regulation_names(regime: str, lines: int) -> None:
    world = started(regime)
    assert run(run_self_checks, FIRST) == Counts(looked_at=3, flagged=3)
    found = CheckRound.objects.get()
    rule = next(rule for rule in world.edition.edition.personnel if rule.code == "terminal_safety")
    assert found.conditions == [*rule.conditions, DEVICES]
    assert (len(found.conditions), found.period, found.due_on) == (lines, "2026Q3", date(2026, 7, 11))
    asked = set(CheckReply.objects.values_list("unit", flat=True))
    assert asked == {world.owner.pk, world.child.pk, world.foreign.pk}
    assert told("run_self_checks:open") == {f"{regime}-{who}" for who in ("operator", "head", "child", "outsider")}
    assert rule.cycle is not None
    assert (rule.cycle.basis, rule.cycle.article) == ("presumed", rule.article)


def test_where_the_regulation_asks_for_no_self_check_none_is_opened() -> None:
    started("corp")
    assert run(run_self_checks, FIRST) == Counts()
    assert CheckRound.objects.count() == 0


def test_a_round_is_opened_once_reminded_once_and_told_late_once() -> None:
    world = started("gejiu")
    for day in range(30):
        run(run_self_checks, FIRST + timedelta(days=day))
        run(run_self_checks, FIRST + timedelta(days=day))
    assert (CheckRound.objects.count(), CheckReply.objects.count()) == (1, 3)
    reply = reply_of(world)
    assert told(f"run_self_checks:remind:{reply.pk}") == {"gejiu-operator", "gejiu-head"}
    assert told(f"run_self_checks:late:{reply.pk}") == {"gejiu-operator", "gejiu-head"}
    assert told("run_self_checks:late:round") == {"gejiu-registrar", "gejiu-director"}
    assert AuditEvent.objects.filter(action="checks.reminded").count() == 2


def test_the_due_day_itself_is_in_time_and_an_answer_ends_the_reminders() -> None:
    world = started("gejiu")
    run(run_self_checks, FIRST)
    reply = reply_of(world)
    due = reply.round.due_on
    assert (reply.word(due), reply.word(due + timedelta(days=1))) == (ReplyWord.WAITING, ReplyWord.LATE)
    answer_checks(reply, Answer([True] * 4), by=world.person("operator"), at=on(due))
    run(run_self_checks, due + timedelta(days=1))
    assert told(f"run_self_checks:late:{reply.pk}") == set()
    assert reply.word(due + timedelta(days=9)) == ReplyWord.FINE


def test_a_unit_that_comes_within_the_time_is_asked_too_and_the_next_quarter_asks_anew() -> None:
    world = started("gejiu")
    run(run_self_checks, FIRST)
    account(world.line, "示例教育")
    run(run_self_checks, FIRST + timedelta(days=5))
    assert CheckReply.objects.filter(unit=world.line).count() == 1
    account(world.authority, "示例宣传")
    run(run_self_checks, FIRST + timedelta(days=20))
    assert CheckReply.objects.filter(unit=world.authority).count() == 0
    run(run_self_checks, date(2026, 10, 1))
    assert list(CheckRound.objects.order_by("pk").values_list("period", flat=True)) == ["2026Q3", "2026Q4"]


def test_a_problem_is_explained_and_told_to_the_department() -> None:
    world = started("gejiu")
    run(run_self_checks, FIRST)
    reply, by = reply_of(world), world.person("operator")
    with pytest.raises(Refused) as refusal:
        answer_checks(reply, Answer([True, False, True, True]), by=by, at=on(FIRST))
    assert refusal.value.field == "note"
    with pytest.raises(Refused):
        answer_checks(reply, Answer([True]), by=by, at=on(FIRST))
    answer_checks(reply, Answer([True, False, True, True], "已关闭自动登录,13900000001"), by=by, at=on(FIRST))
    assert (reply.has_problem, reply.note, reply.answers[1]["ok"]) == (True, "已关闭自动登录,139****0001", False)
    assert told("checks.problem") == {"gejiu-registrar", "gejiu-director"}
    assert reply.word(TODAY) == ReplyWord.PROBLEM
    answer_checks(reply, Answer([True] * 4), by=by, at=on(FIRST, 11))
    assert (reply.has_problem, reply.note) == (False, "")


@pytest.mark.parametrize("who", ["outsider", "child", "line", "registrar", "observer", "secrecy"])
def test_strangers_answer_and_confirm_nothing(who: str) -> None:
    world = started("gejiu")
    run(run_self_checks, FIRST)
    with pytest.raises(Forbidden):
        answer_checks(reply_of(world), Answer([True] * 4), by=world.person(who), at=on(FIRST))
    with pytest.raises(Forbidden):
        confirm_entries([own_account(world)], by=world.person(who), at=on(TODAY))


@pytest.mark.parametrize(
    ("regime", "topics"),
    [
        pytest.param(
            "soe", "第十四条第二款", marks=[pytest.mark.clause("S0-14.1"), pytest.mark.clause("S0-14.2")], id="soe"
        ),
        pytest.param(
            "gejiu", "第十四条第二款", marks=[pytest.mark.clause("S2-14.1"), pytest.mark.clause("S2-14.2")], id="gejiu"
        ),
    ],
)
def test_private_accounts_are_declared_only_where_the_authority_asks_and_nobody_is_named(
    regime: str, topics: str
) -> None:
    world = started(regime)
    run(run_self_checks, FIRST)
    assert not CheckRound.objects.filter(code="declaration").exists()
    declaring(world)
    run(run_self_checks, date(2027, 1, 1))
    found = CheckRound.objects.get(code="declaration")
    assert (found.period, found.article) == ("2027", topics)
    assert [line[:10] for line in found.conditions] == ["没有未经同意用个人认", "个人账号不显示单位、"]
    assert {field.name for field in CheckReply._meta.get_fields()} == {
        "id", "round", "unit", "root", "answers", "has_problem", "note", "answered_by", "answered_at"
    }  # fmt: skip


def test_an_entry_is_confirmed_once_a_half_year_and_what_was_said_is_kept() -> None:
    world = started("gejiu")
    own, by = own_account(world), world.person("operator")
    assert own in gaps_of("confirmation", by, TODAY)
    confirm_entries([own], by=by, at=on(TODAY))
    confirm_entries([own], by=by, at=on(TODAY, 10))
    entry = EntryConfirmation.objects.get()
    assert (entry.period, entry.result, entry.by, entry.at) == ("2026H2", "same", by, on(TODAY))
    assert own not in gaps_of("confirmation", by, date(2026, 12, 31))
    assert own in gaps_of("confirmation", by, date(2027, 1, 1))
    confirm_entries([own], result="changed", by=by, at=on(TODAY, 12))
    entry.refresh_from_db()
    assert entry.result == "changed"
    events = AuditEvent.objects.filter(action="entry.confirmed").order_by("seq")
    assert [event.before for event in events] == [{}, {"period": "2026H2", "result": "已核实", "version": 1}]


def test_new_and_ended_accounts_are_not_confirmed() -> None:
    world = started("gejiu")
    by = world.person("operator")
    fresh = account(world.owner, "示例新号", platform="douyin")
    assert fresh not in gaps_of("confirmation", by, TODAY)
    type(fresh).objects.filter(pk=fresh.pk).update(state="closed")
    fresh.refresh_from_db()
    with pytest.raises(Refused):
        confirm_entries([fresh], by=by, at=on(TODAY))
    with pytest.raises(Refused):
        confirm_entries([], by=by, at=on(TODAY))


def test_one_confirmation_per_account_and_period_is_a_rule_of_the_database() -> None:
    world = started("gejiu")
    entry = confirm_entries([own_account(world)], by=world.person("operator"), at=on(TODAY))[0]
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_units_are_asked_to_confirm_when_the_half_year_begins_and_once_more() -> None:
    started("gejiu")
    for day in range(0, 60, 3):
        run(ask_confirmations, FIRST + timedelta(days=day))
    assert told("ask_confirmations:open") == {f"gejiu-{who}" for who in ("operator", "head", "child", "outsider")}
    assert told("ask_confirmations:remind") == told("ask_confirmations:open")
    assert Notice.objects.filter(key__startswith="ask_confirmations").count() == 8


@pytest.mark.clause("S2-18.1")
def test_an_open_checklist_is_reminded_of_each_week_until_it_is_done() -> None:
    world = started("gejiu")
    keeper(world)
    colleague(world)
    checklist = left(world)
    counts = [run(remind_leavers, TODAY + timedelta(days=day)).flagged for day in (6, 7, 8, 14, 15)]
    assert counts == [0, 1, 1, 1, 1]
    rows = Notice.objects.filter(user__username="gejiu-second-operator", key__startswith="remind_leavers")
    assert sorted(rows.values_list("key", flat=True)) == [
        f"remind_leavers:{checklist.pk}:1", f"remind_leavers:{checklist.pk}:2"
    ]  # fmt: skip
    second = User.objects.get(username="gejiu-second-operator")
    hand_over_password(
        own_account(world), keeper="李某二", on=TODAY, changed_on=TODAY, reason="", by=second, at=on(TODAY)
    )
    for item in checklist.items.exclude(code="password"):
        tick(item, on=TODAY, by=second, at=on(TODAY))
    assert run(remind_leavers, TODAY + timedelta(days=21)) == Counts()


@pytest.mark.clause("S2-18.1")
def test_a_password_due_since_before_there_were_checklists_is_reminded_of_too() -> None:
    world = started("gejiu")
    own = keeper(world)
    type(own).objects.filter(pk=own.pk).update(password_due_since=TODAY)
    assert run(remind_leavers, TODAY + timedelta(days=7)).flagged == 1
    assert told(f"remind_leavers:account:{own.pk}:1") == {"gejiu-operator", "gejiu-head"}
