"""The ladder under a driven clock, for each of the five regulations: every rung once, to whom the edition says."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from filings import actions
from filings.deadlines.ladder import EVERYBODY, roles_told, rungs_after
from filings.deadlines.scan import scan_overdue
from filings.models import Obligation, Reminder
from newmedia_portal.celery import app
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.jobs.schedule import run_due, run_once
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.loader import shipped
from newmedia_portal.regimes.vocabulary import REGIME_CODES
from tests.dying import survives
from tests.filings.making import submitted, team
from tests.filings.owed import owe
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
ANCHOR = date(2026, 8, 31)
CHINA = ZoneInfo("Asia/Shanghai")
BEFORE = {30: [10, 5, 1, 0], 10: [3, 1, 0], 5: [2, 1, 0], 3: [1, 0]}
AFTER = [-1, -5, -10]
REACHED = {"first": "operator", "last": "deputy", "due": "chief", "late": "registrar", "later": "director"}


def seven(day: date) -> datetime:
    """Return seven in the morning of a day."""
    return datetime.combine(day, time(7), tzinfo=CHINA).astimezone(UTC)


def drive(first: date, last: date) -> None:
    """Let the days pass, with a tick of the worker on each."""
    for offset in range((last - first).days + 1):
        run_once("scan_overdue", on=first + timedelta(days=offset), at=seven(first + timedelta(days=offset)))


def told(owed: Obligation) -> list[tuple[int, date]]:
    """Return the rungs that were told of, as the database has them now."""
    owed.refresh_from_db()
    return owed.rungs


def rungs_of(owed: Obligation) -> list[int]:
    """Return the same without the days."""
    return [rung for rung, _ in told(owed)]


def told_roles(world: World, day: date) -> set[str]:
    """Return who of the cast was told on a day."""
    names = {person.pk: role for role, person in world.cast.items()}
    return {names[user] for user in Notice.objects.filter(key__endswith=str(day)).values_list("user", flat=True)}


@pytest.mark.parametrize("regime", REGIME_CODES)
def test_every_rung_comes_once_on_a_working_day_and_reaches_whom_the_edition_names(regime):
    seed_calendar(by=None, at=NOON)
    world, calendar = build(regime), working_days.current()
    owed = {number: owe(world, ANCHOR, number=number) for number in BEFORE}
    drive(ANCHOR, owed[30].due_on + timedelta(days=30))
    wanted: dict[date, set[str]] = defaultdict(set)
    for number, row in owed.items():
        row.refresh_from_db()
        reminders = row.rungs
        assert [rung for rung, _ in reminders] == BEFORE[number] + AFTER
        stages = ["first"] * (len(BEFORE[number]) - 2) + ["last", "due", "late", "later", "later"]
        for stage, (rung, day) in zip(stages, reminders, strict=True):
            after = calendar.workdays_between(row.due_on, day)
            assert calendar.is_workday(day)
            assert (calendar.workdays_between(day, row.due_on) if rung >= 0 else -after) == rung
            wanted[day] |= set(list(REACHED.values())[: list(REACHED).index(stage) + 1])
    assert {day: told_roles(world, day) for day in wanted} == wanted
    assert Notice.objects.filter(user=world.cast["operator"]).values("key").distinct().count() >= len(wanted)


@pytest.mark.parametrize("regime", REGIME_CODES)
def test_the_ladder_is_data_of_the_edition_and_marked_as_set_here(regime):
    clocks = shipped(regime).clocks
    assert {rung.at_least_days: rung.lead_days for rung in clocks.reminders} == {
        30: (10, 5, 1), 10: (3, 1), 5: (2, 1), 1: (1,),
    }  # fmt: skip
    assert clocks.late_reminders.days == (1, 5, 10)
    marks = {item.basis_label for item in (*clocks.reminders, clocks.late_reminders, *clocks.tellings)}
    assert marks == {"本地设定"}


@pytest.mark.parametrize("regime", REGIME_CODES)
def test_after_a_return_a_new_ladder_begins_for_those_who_write(regime):
    seed_calendar(by=None, at=NOON)
    world = build(regime)
    filing = submitted(world, event=date(2026, 9, 18))
    filing = world.decide(filing, "return", opinion="请补充材料")
    first = Obligation.objects.get(filing=filing, kind="resubmit", state="open")
    drive(NOON.date(), first.due_on + timedelta(days=30))
    assert rungs_of(first) == [2, 1, 0, *AFTER]
    words = set(Notice.objects.filter(kind__startswith="deadline.").values_list("title", flat=True))
    assert words == {"1 件退回件应补正后重新提交", "1 件退回件超过补正期限"}
    told = set(Notice.objects.filter(kind__startswith="deadline.").values_list("user", flat=True))
    assert told == {world.cast["operator"].pk}


def test_returned_a_second_time_the_ladder_is_armed_again():
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    by = world.person("operator")
    filing = submitted(world, event=date(2026, 9, 18))
    ladders = defaultdict(list)
    at = NOON
    for turn in range(2):
        filing = world.decide(filing, "return", opinion="请补充材料", at=at)
        owed = Obligation.objects.get(filing=filing, kind="resubmit", state="open")
        drive(at.date(), owed.due_on)
        ladders[turn] = rungs_of(owed)
        at = seven(owed.due_on)
        filing = actions.save_task(filing, answers={}, team=team(filing), version=filing.version, by=by, at=at)
        filing = actions.submit(filing, version=filing.version, by=by, at=at)
        owed.refresh_from_db()
        assert owed.state == "met"
    assert ladders == {0: [2, 1, 0], 1: [2, 1, 0]}


def test_what_becomes_late_on_a_holiday_is_flagged_at_once_and_told_on_the_next_working_day():
    seed_calendar(by=None, at=NOON)
    world = build("soe")
    calendar = working_days.current()
    # The last working day before the days off of October.
    due = max(day for day in calendar.workdays if day < date(2026, 10, 1))
    owed = owe(world, ANCHOR)
    Obligation.objects.filter(pk=owed.pk).update(due_on=due, remind_on=due)
    back = calendar.on_or_after(date(2026, 10, 1))
    drive(due, back - timedelta(days=1))
    owed.refresh_from_db()
    assert (owed.flag, owed.flagged_on) == ("overdue", due + timedelta(days=1))
    assert told(owed) == [(0, due)]
    drive(back, back)
    assert told(owed) == [(0, due), (-1, back)]
    assert told_roles(world, back) == {"operator", "deputy", "chief", "registrar"}


def test_a_rung_that_was_missed_comes_on_the_next_working_day_and_stands_for_those_before():
    seed_calendar(by=None, at=NOON)
    world = build("corp")
    owed = owe(world, ANCHOR, number=30)
    drive(owed.due_on - timedelta(days=2), owed.due_on)
    rungs = rungs_of(owed)
    assert rungs[-1] == 0
    assert len(rungs) == len(set(rungs)) == len({day for _, day in told(owed)})


def test_days_pass_without_a_message_to_anybody_on_days_off():
    seed_calendar(by=None, at=NOON)
    world = build("taibai")
    for offset in range(20):
        owe(world, ANCHOR + timedelta(days=offset), number=5)
    drive(date(2026, 9, 4), date(2026, 10, 20))
    entries = [entry for row in Obligation.objects.all() for entry in row.rungs]
    days = {day for _, day in entries}
    calendar = working_days.current()
    assert {calendar.is_workday(day) for day in days} == {True}
    rungs = Counter(rung for rung, _ in entries)
    assert {rungs[rung] for rung in AFTER} == {20}


def test_no_reminder_is_lost_while_the_broker_is_away(settings, django_capture_on_commit_callbacks):
    seed_calendar(by=None, at=NOON)
    world = build("jiusan")
    owed = owe(world, ANCHOR)
    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    app.conf.update(broker_url=settings.REDIS_URL, task_always_eager=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run_due(at=seven(owed.due_on))
    finally:
        app.conf.update(before)
    assert rungs_of(owed) == [0]
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.due_soon").count() == 1


@pytest.mark.parametrize("offset", [0, 8])
def test_a_worker_that_dies_leaves_the_reminders_of_an_undisturbed_run(offset):
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    for number in range(6):
        owe(world, ANCHOR + timedelta(days=number % 3), number=(3, 5, 10)[number % 3])
    day = date(2026, 9, 14) + timedelta(days=offset)
    scan_overdue(on=date(2026, 9, 9), at=NOON)
    assert survives(lambda minutes: run_once("scan_overdue", on=day, at=seven(day) + timedelta(minutes=minutes))) >= 20


def test_the_daily_job_looks_at_what_is_due_and_not_at_history(django_assert_num_queries):
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    owe(world, ANCHOR)
    with transaction.atomic(), CaptureQueriesContext(connection) as few:
        scan_overdue(on=date(2026, 9, 16), at=NOON)
        transaction.set_rollback(True)
    for offset in range(60):
        old = owe(world, date(2025, 6, 2) + timedelta(days=offset))
        Obligation.objects.filter(pk=old.pk).update(flag="overdue", flagged_on=date(2025, 9, 1), remind_on=None)
    with django_assert_num_queries(len(few)):
        assert scan_overdue(on=date(2026, 9, 16), at=NOON).looked_at == 1


def test_asking_by_hand_joins_the_record_and_comes_at_most_once_a_day():
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    owed, by = owe(world, ANCHOR), world.person("registrar")
    scan_overdue(on=owed.due_on, at=NOON)
    actions.remind(owed, by=by, at=NOON)
    with pytest.raises(Refused, match="今天已经催报过"):
        actions.remind(owed, by=by, at=NOON + timedelta(hours=2))
    actions.remind(owed, by=by, at=NOON + timedelta(days=1))
    assert told(owed) == [(0, owed.due_on)]
    asked = [NOON.date(), NOON.date() + timedelta(days=1)]
    assert list(owed.reminders.values_list("told_on", "by")) == [(day, by.pk) for day in asked]


def test_the_database_refuses_to_ask_twice_a_day():
    world = build("gejiu")
    owed = owe(world, ANCHOR)
    row = {"obligation": owed, "due_on": owed.due_on, "told_on": ANCHOR}
    Reminder.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**row, by=world.cast["registrar"])


def test_an_edition_without_rules_of_its_own_tells_all_who_answer_for_it():
    clocks = shipped("gejiu").clocks.model_copy(update={"tellings": (), "late_reminders": None})
    assert roles_told(clocks, "first", own=False) == EVERYBODY
    assert [rung.lead for rung in rungs_after(date(2026, 9, 15), clocks, working_days.current())] == [-1]
    assert "deputy" not in roles_told(clocks, "late", own=True)


def test_several_posts_of_one_person_are_one_message():
    seed_calendar(by=None, at=NOON)
    world = build("gejiu")
    Post.objects.create(user=world.cast["operator"], unit=world.owner, role="deputy", since=ANCHOR)
    owed = owe(world, ANCHOR)
    scan_overdue(on=owed.due_on, at=NOON)
    assert Notice.objects.filter(user=world.cast["operator"]).count() == 1
