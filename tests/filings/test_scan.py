"""The daily job over obligations: what it flags on which day, what it clears, whom it tells, and that it may repeat."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from filings.deadlines.scan import scan_overdue
from filings.models import Filing, Obligation
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.schedule import Counts
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workflow.door import perform
from tests.filings.owed import owe
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
ANCHOR = date(2026, 9, 1)
# Ten working days after 1 September 2026: the weekend of the 5th and that of the 12th are off.
DUE = date(2026, 9, 15)


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return build("gejiu")


def scan(on: date) -> Counts:
    """Run the job for a day."""
    return scan_overdue(on=on, at=NOON)


def flag(obligation: Obligation) -> tuple[str, date | None]:
    """Return what the job has said of an obligation, and when."""
    obligation.refresh_from_db()
    return obligation.flag, obligation.flagged_on


def told(flag: str = "overdue") -> dict[str, str]:
    """Return who was told what."""
    rows = Notice.objects.filter(kind=f"deadline.{flag}").select_related("user")
    return {notice.user.username: notice.title for notice in rows}


@pytest.mark.clause("S2-05.1c")
def test_the_due_day_itself_is_in_time_and_the_day_after_is_late(world):
    owed = owe(world, ANCHOR)
    assert owed.due_on == DUE
    scan(DUE)
    assert flag(owed) == ("due_soon", DUE)
    assert scan(DUE + timedelta(days=1)) == Counts(looked_at=1, flagged=1, cleared=0)
    assert flag(owed) == ("overdue", DUE + timedelta(days=1))


def test_reminders_come_three_days_one_day_before_and_on_the_day(world):
    owed = owe(world, ANCHOR)
    days = [ANCHOR + timedelta(days=offset) for offset in range(20)]
    reminded = [day for day in days if scan(day).flagged and flag(owed)[0] == "due_soon"]
    assert reminded == [date(2026, 9, 10), date(2026, 9, 14), date(2026, 9, 15)]
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.due_soon").count() == 3
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.overdue").count() == 1


def test_a_day_on_which_the_job_did_not_run_is_made_up_for_on_the_next(world):
    soon, late = owe(world, ANCHOR), owe(world, date(2026, 8, 3))
    scan(date(2026, 9, 11))
    assert flag(soon) == ("due_soon", date(2026, 9, 11))
    assert flag(late) == ("overdue", date(2026, 9, 11))


def test_running_again_on_the_same_day_changes_nothing_and_tells_nobody_twice(world):
    for _ in range(3):
        owe(world, ANCHOR)
    day = DUE + timedelta(days=1)
    assert scan(day) == Counts(3, 3, 0)
    rows = list(Obligation.objects.values())
    notices = list(Notice.objects.values())
    assert scan(day) == Counts(0, 0, 0)
    assert list(Obligation.objects.values()) == rows
    assert list(Notice.objects.values()) == notices
    assert AuditEvent.objects.filter(action="obligation.flagged").count() == 1


def test_what_is_late_is_told_once_and_not_every_day(world):
    owe(world, ANCHOR)
    for offset in range(1, 8):
        scan(DUE + timedelta(days=offset))
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.overdue").count() == 1


def test_writers_leaders_and_the_authority_are_told_and_nobody_else(world):
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    people = ["gejiu-chief", "gejiu-deputy", "gejiu-operator", "gejiu-registrar"]
    assert told() == dict.fromkeys(people, "1 件备案已逾期")


def test_another_organisation_hears_nothing(world):
    other = build("taibai")
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    assert not Notice.objects.filter(user__in=[user.pk for user in other.cast.values()]).exists()


def test_one_message_a_person_sums_the_units_that_concern_them(world):
    Post.objects.create(user=world.cast["operator"], unit=world.foreign, role="operator", since=ANCHOR)
    owe(world, ANCHOR)
    owe(world, ANCHOR)
    owe(world, date(2026, 8, 3), unit=world.foreign)
    owe(world, ANCHOR, unit=world.child)
    scan(DUE + timedelta(days=1))
    assert told() == {
        "gejiu-operator": "3 件备案已逾期",
        "gejiu-chief": "2 件备案已逾期",
        "gejiu-deputy": "2 件备案已逾期",
        "gejiu-outsider": "1 件备案已逾期",
        "gejiu-child": "1 件备案已逾期",
        "gejiu-registrar": "4 件备案已逾期",
    }
    message = Notice.objects.get(user=world.cast["operator"])
    assert message.body == "最早的法定期限是 2026-08-17,请尽快办理。"


def test_a_post_that_ended_and_a_disabled_person_are_not_told(world):
    Post.objects.filter(user=world.cast["chief"]).update(until=ANCHOR)
    world.cast["deputy"].is_active = False
    world.cast["deputy"].save()
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    assert sorted(told()) == ["gejiu-operator", "gejiu-registrar"]


def test_the_desks_own_period_for_correction_is_told_to_nobody(world):
    owed = owe(world, ANCHOR)
    Obligation.objects.filter(pk=owed.pk).update(kind="resubmit")
    scan(DUE + timedelta(days=1))
    assert told() == {}


def test_what_was_filed_loses_its_flag(world):
    owed = owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    perform(owed, "meet", by=None, at=NOON, action="obligation.met", on=DUE)
    assert scan(DUE + timedelta(days=2)) == Counts(looked_at=1, flagged=0, cleared=1)
    assert flag(owed) == ("", None)


def test_what_a_new_calendar_moved_back_loses_its_flag(world):
    owed = owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    Obligation.objects.filter(pk=owed.pk).update(due_on=DUE + timedelta(days=30))
    assert scan(DUE + timedelta(days=2)).cleared == 1
    assert flag(owed) == ("", None)


def test_what_was_met_is_never_flagged(world):
    owed = owe(world, ANCHOR)
    perform(owed, "meet", by=None, at=NOON, action="obligation.met", on=ANCHOR)
    assert scan(DUE + timedelta(days=1)) == Counts(0, 0, 0)
    assert flag(owed) == ("", None)


def test_where_the_regulation_sets_no_period_nothing_is_ever_late(world):
    owed = owe(world, ANCHOR)
    Obligation.objects.filter(pk=owed.pk).update(number=None, due_on=None, remind_on=None)
    assert scan(date(2030, 1, 2)) == Counts(0, 0, 0)
    assert flag(owed) == ("", None)


def test_lateness_has_no_consequence_but_flag_and_message(world):
    owed = owe(world, ANCHOR)
    before = (world.owner.pk, Filing.objects.count(), owed.state)
    scan(DUE + timedelta(days=100))
    owed.refresh_from_db()
    assert (owed.unit_id, Filing.objects.count(), owed.state) == before
    event = AuditEvent.objects.get(action="obligation.flagged")
    assert event.after == {"on": "2026-12-24", "overdue": 1, "due_soon": 0, "cleared": 0}


def test_the_number_of_statements_does_not_grow_with_the_number_of_obligations(world, django_assert_max_num_queries):
    for _ in range(200):
        owe(world, ANCHOR)
    with django_assert_max_num_queries(20):
        assert scan(DUE + timedelta(days=1)).flagged == 200


def test_the_command_runs_the_job_for_a_day_and_prints_its_numbers(world):
    owe(world, ANCHOR)
    out = StringIO()
    call_command("scan_overdue", "--on", "2026-09-16", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"looked_at": 1, "flagged": 1, "cleared": 0}
    out = StringIO()
    call_command("scan_overdue", on="2026-09-16", stdout=out)
    assert out.getvalue() == "检查 0 件,标记 0 件,解除 0 件。\n"
    with pytest.raises(CommandError, match="日期应形如"):
        call_command("scan_overdue", on="2026-9-x")
