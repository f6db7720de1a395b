"""While a task runs and after: progress, reminders, the calendar, ending, and what assessments may ask."""

from datetime import date, timedelta
from typing import Any

import pytest

from duties.actions import reposts as actions
from duties.desk import waiting_reposts
from duties.models import RepostTarget, RepostTask
from duties.progress import Progress, by_unit, progress_of
from duties.recompute import recompute_reposts
from duties.reminders import JOB, remind_reposts
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import Counts, run_once
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.duties.making import POST, account, done, furnished, issued, target_of
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
# Three working days after Friday 18 September 2026; Sunday the 20th was worked.
DUE = date(2026, 9, 22)
LATE = DUE + timedelta(days=1)


@pytest.fixture
def world() -> World:
    """An organisation with three accounts in three units."""
    seed_calendar(by=None, at=NOON)
    return furnished()


def run(on: date) -> Counts:
    return remind_reposts(on=on, at=NOON)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=f"repost.{kind}").values_list("user__username", flat=True))


def test_progress_counts_accounts_as_fraction_and_percent_per_unit(world: World) -> None:
    account(world.owner, "示例第二号")
    task = issued(world)
    first = task.targets.filter(unit=world.owner).order_by("pk").first()
    assert first is not None
    actions.confirm(first, link=POST, posted_at=NOON, by=world.person("operator"), at=NOON)

    whole = progress_of(task, world.person("registrar"))
    assert (whole.fraction, whole.percent, whole.in_time, whole.late, whole.left) == ("1/4", "25%", 1, 0, 3)
    units = by_unit(task, world.person("registrar"))
    assert [(unit.name, unit.progress.text) for unit in units] == [
        ("示例gejiu文旅局", "1/2(50%)"),
        ("示例gejiu图书馆", "0/1(0%)"),
        ("示例gejiu水务局", "0/1(0%)"),
    ]


def test_everybody_sees_the_progress_of_the_own_scope(world: World) -> None:
    task = issued(world)
    done(world, task)
    wanted = {"registrar": "1/3", "director": "1/3", "observer": "1/3", "operator": "1/2", "chief": "1/2"}
    wanted |= {"line": "1/1", "child": "0/1", "outsider": "0/1"}
    seen, listed = {}, {}
    for role in wanted:
        person = world.person(role)
        seen[role] = progress_of(task, person).fraction
        row = RepostTask.objects.visible_to(person).with_progress(person).get()
        listed[role] = f"{row.done or 0}/{row.owed}"
    assert (seen, listed) == (wanted, wanted)


def test_a_task_is_hidden_from_units_that_it_does_not_name_and_from_other_organisations(world: World) -> None:
    from duties.aim import Aim

    issued(world, Aim(units=(world.foreign,)))
    elsewhere = furnished("soe")
    seen = {role: RepostTask.objects.visible_to(world.person(role)).count() for role in world.cast}
    assert {role for role, number in seen.items() if number} == {"registrar", "director", "observer", "outsider"}
    assert RepostTask.objects.visible_to(elsewhere.person("registrar")).count() == 0


def test_all_is_only_said_when_all_is_done() -> None:
    texts = [Progress(owed, number).percent for owed, number in ((200, 199), (200, 200), (3, 1), (0, 0))]
    assert texts == ["99%", "100%", "33%", "—"]


def test_what_the_department_let_off_does_not_count(world: World) -> None:
    task = issued(world)
    target = target_of(task, world.owner)
    actions.declare(target, reason="与服务对象无关", by=world.person("operator"), at=NOON)
    actions.answer(target, agrees=True, reason="", by=world.person("registrar"), at=NOON)
    found = progress_of(task, world.person("registrar"))
    assert (found.fraction, found.exempt) == ("0/2", 1)


def test_a_task_waits_for_writers_with_open_accounts_and_an_excuse_for_the_department(world: World) -> None:
    task = issued(world)
    waits = {role for role in world.cast if waiting_reposts(world.person(role)).exists()}
    assert waits == {"operator", "child", "outsider"}
    actions.declare(target_of(task, world.owner), reason="不适合", by=world.person("operator"), at=NOON)
    waits = {role for role in world.cast if waiting_reposts(world.person(role)).exists()}
    assert waits == {"child", "outsider", "registrar", "director"}
    actions.withdraw(task, reason="下达有误", by=world.person("registrar"), at=NOON)
    assert {role for role in world.cast if waiting_reposts(world.person(role)).exists()} == set()


@pytest.mark.clause("S2-13.2")
def test_units_that_have_not_finished_are_reminded_the_working_day_before(world: World) -> None:
    done(world, issued(world))
    days = [date(2026, 9, 18) + timedelta(days=n) for n in range(5)]
    reminded = [day for day in days if run(day).looked_at]
    assert reminded == [date(2026, 9, 21)]
    assert told("due_soon") == ["gejiu-child", "gejiu-outsider"]


def test_after_the_due_day_units_their_leaders_and_the_department_are_told_once(world: World) -> None:
    issued(world)
    run(DUE)
    assert told("overdue") == []
    assert run(LATE) == Counts(looked_at=1, flagged=1, cleared=0)
    everyone = ["chief", "child", "deputy", "director", "head", "operator", "outsider", "registrar"]
    assert told("overdue") == [f"gejiu-{role}" for role in everyone]
    assert [run(LATE + timedelta(days=n)) for n in range(3)] == [Counts()] * 3
    assert len(told("overdue")) == len(everyone)


def test_the_job_run_twice_is_the_job_run_once(world: World) -> None:
    issued(world)
    assert run_once(JOB, on=LATE, at=NOON) == Counts(1, 1, 0)
    state = (Notice.objects.count(), AuditEvent.objects.count(), RepostTask.objects.values().get())
    assert run_once(JOB, on=LATE, at=NOON) is None
    JobRun.objects.all().delete()
    assert run_once(JOB, on=LATE, at=NOON) == Counts()
    assert state == (Notice.objects.count(), AuditEvent.objects.count(), RepostTask.objects.values().get())


def test_a_day_on_which_the_job_did_not_run_is_made_up_for(world: World) -> None:
    issued(world)
    run(DUE)
    assert told("due_soon") == ["gejiu-child", "gejiu-operator", "gejiu-outsider"]


def test_nobody_is_told_of_a_task_that_is_done_or_has_ended(world: World) -> None:
    from duties.aim import Aim

    finished = issued(world, Aim(units=(world.child,)))
    by = world.person("child")
    actions.confirm(target_of(finished, world.child), link=POST, posted_at=NOON, by=by, at=NOON)
    actions.withdraw(issued(world), reason="下达有误", by=world.person("registrar"), at=NOON)
    for day in (date(2026, 9, 21), LATE):
        run(day)
    assert (told("due_soon"), told("overdue")) == ([], [])


def test_running_tasks_follow_the_calendar_and_ended_ones_do_not(world: World) -> None:
    running, ended = issued(world), issued(world)
    actions.close(ended, by=world.person("registrar"), at=NOON)
    RepostTask.objects.update(due_on=date(2026, 9, 25), late_told_on=LATE)

    moves = recompute_reposts(working_days.current(), by=None, at=NOON)

    assert [(move.before, move.after) for move in moves] == [(date(2026, 9, 25), DUE)]
    running.refresh_from_db()
    ended.refresh_from_db()
    assert (running.due_on, running.late_told_on, ended.due_on) == (DUE, None, date(2026, 9, 25))
    assert told("moved") == ["gejiu-child", "gejiu-operator", "gejiu-outsider"]
    assert recompute_reposts(working_days.current(), by=None, at=NOON) == []


@pytest.mark.parametrize("role", ["registrar", "director"])
def test_the_department_ends_a_task_and_what_is_missing_stays_on_record(world: World, role: str) -> None:
    task = issued(world)
    done(world, task)
    closed = actions.close(task, by=world.person(role), at=NOON)
    assert (closed.state, closed.ended_at) == ("closed", NOON)
    words = sorted(target.word for target in task.targets.select_related("task"))
    assert words == ["已转发", "未转发", "未转发"]
    with pytest.raises(Conflict):
        actions.close(task, by=world.person(role), at=NOON)


def test_a_task_does_not_end_while_a_unit_waits_for_an_answer(world: World) -> None:
    task = issued(world)
    by = world.person("registrar")
    excused = actions.declare(target_of(task, world.owner), reason="不适合", by=world.person("operator"), at=NOON)
    with pytest.raises(Refused, match="还有 1 个账号"):
        actions.close(task, by=by, at=NOON)
    actions.answer(excused, agrees=True, reason="", by=by, at=NOON)
    assert actions.close(task, by=by, at=NOON).state == "closed"


@pytest.mark.parametrize("end", [actions.close, actions.withdraw])
def test_nobody_else_ends_a_task(world: World, end: Any) -> None:
    task = issued(world)
    for role in ("operator", "chief", "line", "observer", "superior", "outsider"):
        with pytest.raises(Forbidden):
            end(task, reason="试", by=world.person(role), at=NOON)
    with pytest.raises(Forbidden):
        end(task, reason="试", by=furnished("soe").person("registrar"), at=NOON)
    task.refresh_from_db()
    assert task.state == "issued"


def test_taking_a_task_back_needs_a_reason_and_is_told(world: World) -> None:
    task = issued(world)
    with pytest.raises(Refused, match="请写明撤回原因"):
        actions.withdraw(task, reason=" ", by=world.person("registrar"), at=NOON)
    actions.withdraw(task, reason="原文已更正", by=world.person("registrar"), at=NOON)
    assert told("ended") == ["gejiu-child", "gejiu-operator", "gejiu-outsider"]


@pytest.mark.parametrize(
    "regime",
    [
        pytest.param("soe", marks=pytest.mark.clause("S0-13.2")),
        pytest.param("corp", marks=pytest.mark.clause("S1-3.3.5b")),
        pytest.param("gejiu", marks=pytest.mark.clause("S2-13.2")),
    ],
)
def test_a_period_knows_what_was_owed_and_what_was_reposted_in_time(db: None, regime: str) -> None:
    seed_calendar(by=None, at=NOON)
    world = furnished(regime)
    task, late, withdrawn = issued(world), issued(world), issued(world)
    kept = done(world, task)
    done(world, late, posted_at=NOON + timedelta(days=9), at=NOON + timedelta(days=9), link=f"{POST}-2")
    done(world, withdrawn, link=f"{POST}-3")
    actions.withdraw(withdrawn, reason="下达有误", by=world.person("registrar"), at=NOON)
    exempt = target_of(task, world.child)
    actions.declare(exempt, reason="不适合", by=world.person("child"), at=NOON)
    actions.answer(exempt, agrees=True, reason="", by=world.person("registrar"), at=NOON)

    quarter = (date(2026, 7, 1), date(2026, 9, 30))
    assert list(RepostTarget.objects.done_in_time(*quarter)) == [kept]
    assert RepostTarget.objects.of_period(*quarter).count() == 5
    assert RepostTarget.objects.of_period(date(2026, 10, 1), date(2026, 12, 31)).count() == 0
